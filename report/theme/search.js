// Search in the sections of the site; the question stands in the address.
(function () {
  "use strict";

  const MOST = 30; // results shown
  const CONTEXT = 90; // characters around the first word found
  const input = document.querySelector(".search input");
  const status = document.querySelector(".search-status");
  const results = document.querySelector(".search-results");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const entries = window.briefingSections.map(([page, heading, address, words]) => ({
    page, heading, address, words, inHeading: plain(heading), inWords: plain(`${page} ${words}`),
  }));

  function score(entry, asked) {
    let sum = 0;
    for (const word of asked) {
      const heading = entry.inHeading.includes(word);
      const count = entry.inWords.split(word).length - 1;
      if (!heading && !count) return 0;
      // Text that explains comes before the mere name of a row.
      sum += (heading ? (entry.words ? 10 : 4) : 0) + Math.min(count, 5);
    }
    return sum;
  }

  function passage(entry, asked) {
    const text = entry.words;
    const places = asked.map((word) => plain(text).indexOf(word)).filter((at) => at >= 0);
    const at = places.length ? Math.min(...places) : 0;
    const from = at > CONTEXT ? text.indexOf(" ", at - CONTEXT) + 1 : 0;
    const until = at + 2 * CONTEXT < text.length ? text.lastIndexOf(" ", at + 2 * CONTEXT) : undefined;
    return `${from ? "… " : ""}${text.slice(from, until)}${until ? " …" : ""}`;
  }

  function marked(text, asked) {
    const letters = plain(text);
    if (letters.length !== text.length) return [text]; // marks would fall beside their words
    const pattern = asked.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const parts = [];
    let end = 0;
    for (const found of letters.matchAll(new RegExp(pattern, "g"))) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(found.index, found.index + found[0].length);
      parts.push(text.slice(end, found.index), mark);
      end = found.index + found[0].length;
    }
    return [...parts, text.slice(end)];
  }

  function result(entry, asked) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.address;
    link.append(...marked(entry.heading, asked));
    const page = document.createElement("span");
    page.className = "search-page";
    page.textContent = entry.page;
    const words = document.createElement("p");
    words.append(...marked(passage(entry, asked), asked));
    line.append(page, link, words);
    return line;
  }

  function search() {
    const asked = plain(input.value).split(/\s+/).filter(Boolean);
    const found = asked.length
      ? entries
          .map((entry) => [score(entry, asked), entry])
          .filter(([points]) => points)
          .sort(([one], [other]) => other - one)
      : [];
    results.replaceChildren(...found.slice(0, MOST).map(([, entry]) => result(entry, asked)));
    const more = found.length > MOST ? `, the first ${MOST} shown` : "";
    const number = `${found.length} ${found.length === 1 ? "result" : "results"}${more}`;
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
