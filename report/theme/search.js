// Search in the sections of the site and in all that has a page; the question stands in the address.
(function () {
  "use strict";

  const FIRST = 5; // results of a kind shown at once; the rest opens
  const MOST = 30; // results of a kind
  const WHOLE = 3; // letters from which on the beginning of a word is enough
  const CONTEXT = 90; // characters around the first word found
  const KINDS = {
    mineral: "Minerals", actor: "Governments", passage: "Passages", figure: "Figures and tables",
    number: "Numbers", record: "Announcements, programmes and plants",
  };
  const TOKEN = /[\p{L}\p{N}\p{M}]+(?:['’‘ʼ.,][\p{L}\p{N}\p{M}]+)*/gu;
  const SAID_BY_THE_WAY = new Set("a an and are did do does done for has have how in is of on the to what when where which who".split(" "));
  const input = document.querySelector(".search input");
  const status = document.querySelector(".search-status");
  const results = document.querySelector(".search-results");

  // Letters and digits alone: without case, accents, apostrophes and thousands separators.
  const plain = (text) =>
    text
      .normalize("NFD")
      .toLowerCase()
      .replace(/[\p{M}'’‘ʼ]/gu, "")
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/\.(?!\d)|[^\p{L}\p{N}.]+/gu, " ")
      .trim();

  const synonyms = window.briefingSynonyms.map((group) => group.map(plain));
  const entries = window.briefingSections.map(([kind, page, heading, address, words]) => ({
    kind, page, heading, address, words,
    inHeading: ` ${plain(heading)} `, inWords: ` ${plain(`${page} ${words}`)} `,
  }));

  // What is asked as terms, each with all the words that stand for it.
  function terms(question) {
    let left = ` ${plain(question)} `;
    const found = [];
    for (const group of synonyms) {
      const phrase = group.filter((one) => left.includes(` ${one} `)).sort((a, b) => b.length - a.length)[0];
      if (phrase === undefined) continue;
      left = left.replace(` ${phrase} `, "  ");
      found.push([phrase, ...group.filter((one) => one !== phrase)]);
    }
    const words = left.split(" ").filter(Boolean);
    const telling = words.filter((word) => !SAID_BY_THE_WAY.has(word));
    return [...found, ...(telling.length || found.length ? telling : words).map((word) => [word])];
  }

  function points(entry, words, synonym) {
    const start = words.length < WHOLE ? ` ${words} ` : ` ${words}`;
    const count = entry.inWords.split(start).length - 1;
    const inHeading = entry.inHeading.includes(start);
    if (!inHeading && !count) return 0;
    const named = entry.inHeading === ` ${words} ` ? 40 : inHeading ? 10 : 0;
    return (named + Math.min(count, 5)) / (synonym ? 2 : 1);
  }

  function score(entry, asked) {
    let sum = 0;
    for (const [phrase, ...others] of asked) {
      const apart = phrase.split(" ").map((word) => points(entry, word, false));
      const best = Math.max(
        points(entry, phrase, false),
        apart.every(Boolean) ? Math.max(...apart) / 2 : 0,
        ...others.map((one) => points(entry, one, true)),
      );
      if (!best) return 0;
      sum += best;
    }
    return sum;
  }

  const begins = (token, word) => token === word || (word.length >= WHOLE && token.startsWith(word));

  // The places of the words that were found, as [from, until].
  function places(text, asked) {
    const named = asked.flat().flatMap((term) => term.split(" "));
    const telling = named.filter((word) => !SAID_BY_THE_WAY.has(word));
    const words = telling.length ? telling : named;
    return [...text.matchAll(TOKEN)]
      .filter(([token]) => words.some((word) => begins(plain(token), word)))
      .map((token) => [token.index, token.index + token[0].length]);
  }

  function passage(text, asked) {
    const at = places(text, asked)[0]?.[0] ?? 0;
    const from = at > CONTEXT ? text.indexOf(" ", at - CONTEXT) + 1 : 0;
    const until = at + 2 * CONTEXT < text.length ? text.lastIndexOf(" ", at + 2 * CONTEXT) : undefined;
    return `${from ? "… " : ""}${text.slice(from, until)}${until ? " …" : ""}`;
  }

  function marked(text, asked) {
    const parts = [];
    let end = 0;
    for (const [from, until] of places(text, asked)) {
      parts.push(text.slice(end, from), made("mark", text.slice(from, until)));
      end = until;
    }
    return [...parts, text.slice(end)];
  }

  function made(tag, ...parts) {
    const element = document.createElement(tag);
    element.append(...parts);
    return element;
  }

  function result(entry, asked) {
    const link = made("a", ...marked(entry.heading, asked));
    link.href = entry.address;
    const page = made("span", entry.page);
    page.className = "search-page";
    return made("li", page, link, made("p", ...marked(passage(entry.words, asked), asked)));
  }

  function group(kind, found, asked) {
    const lines = found.slice(0, MOST).map(([, entry]) => result(entry, asked));
    const parts = [made("h2", `${KINDS[kind]} (${found.length})`), made("ol", ...lines.slice(0, FIRST))];
    if (lines.length > FIRST) {
      const more = found.length > MOST ? `, the first ${MOST} shown` : "";
      const summary = made("summary", `${found.length - FIRST} more${more}`);
      parts.push(made("details", summary, made("ol", ...lines.slice(FIRST))));
    }
    return made("section", ...parts);
  }

  function search() {
    const asked = terms(input.value);
    const found = asked.length
      ? entries
          .map((entry) => [score(entry, asked), entry])
          .filter(([sum]) => sum)
          .sort(([one], [other]) => other - one)
      : [];
    const kinds = [...new Set(found.map(([, entry]) => entry.kind))]; // in the order of their best
    const own = (kind) => found.filter(([, entry]) => entry.kind === kind);
    results.replaceChildren(...kinds.map((kind) => group(kind, own(kind), asked)));
    const number = `${found.length} ${found.length === 1 ? "result" : "results"}`;
    status.textContent = !asked.length ? "" : found.length ? number : "Nothing found.";
    try {
      const query = asked.length ? `?q=${encodeURIComponent(input.value.trim())}` : "";
      history.replaceState(null, "", `${location.pathname}${query}`);
    } catch {
      // Opened from disk: the question lasts as long as the page.
    }
  }

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", search);
  input.closest("form").addEventListener("submit", (event) => event.preventDefault());
  search();
})();
