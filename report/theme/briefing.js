// What the pages gain with JavaScript: a colour switch, the current section, cards of facts.
// Everything can be read without it.
(function () {
  "use strict";

  const WIDE = matchMedia("(min-width: 74rem)"); // as in briefing.css: contents beside the text
  const root = document.documentElement;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // Colours: system, light, dark

  const MODES = ["system", "light", "dark"];
  const currentMode = () => root.dataset.theme || "system";

  function setMode(mode) {
    if (mode === "system") delete root.dataset.theme;
    else root.dataset.theme = mode;
    try {
      if (mode === "system") localStorage.removeItem("colour-mode");
      else localStorage.setItem("colour-mode", mode);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }

  function startColourMode(button) {
    const text = button.querySelector(".colour-mode-text");
    const show = () => {
      button.dataset.mode = currentMode();
      text.textContent = `Colours: ${currentMode()}`;
    };
    button.addEventListener("click", () => {
      setMode(MODES[(MODES.indexOf(currentMode()) + 1) % MODES.length]);
      show();
    });
    show();
    button.hidden = false;
  }

  // Contents: the page and the section that is being read

  function markPage(navigation) {
    const page = (path) => path.replace(/index\.html$/, "");
    const here = page(location.pathname);
    const link = [...navigation.querySelectorAll("a")].find((a) => page(a.pathname) === here);
    if (link) link.setAttribute("aria-current", "page");
  }

  function markSection(entries) {
    const line = innerHeight * 0.3;
    const passed = entries.filter(([, section]) => section.getBoundingClientRect().top <= line);
    const current = passed.length ? passed[passed.length - 1][0] : null;
    for (const [link] of entries) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  function startContents(contents) {
    const section = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const links = [...contents.querySelectorAll('a[href^="#"]')];
    const entries = links.map((link) => [link, section(link)]).filter(([, found]) => found);
    let due = false;
    const mark = () => {
      due = false;
      markSection(entries);
    };
    const later = () => {
      if (!due) requestAnimationFrame(mark);
      due = true;
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    mark();
    startDisclosure(contents.querySelector("details"));
  }

  function startDisclosure(details) {
    // Older browsers cannot show a closed disclosure by style alone.
    if (!CSS.supports("selector(::details-content)")) {
      const fit = () => (details.open = WIDE.matches);
      WIDE.addEventListener("change", fit);
      fit();
    }
    details.addEventListener("click", (event) => {
      if (event.target.closest("a") && !WIDE.matches) details.open = false;
    });
  }

  // Tables that are wider than the screen scroll inside themselves and can be reached by keyboard

  function startTable(table) {
    const caption = table.closest("figure")?.querySelector("figcaption");
    const label = (caption ?? table.caption)?.textContent.trim() || "Table";
    const box = element("div", { class: "table-scroll", role: "region", "aria-label": label });
    table.replaceWith(box);
    box.append(table);
    const fit = () => (box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1);
    addEventListener("resize", fit);
    fit();
  }

  // Facts: a card that says what a number is and where it comes from

  const site = document.body.dataset.root;
  const pageOf = (id) => `${site}/facts/${encodeURIComponent(id)}/index.html`;
  const records = new Map(); // fact -> its record, or null where it could not be read

  async function loadFact(id) {
    // A page opened from disk may not read the files beside it.
    if (location.protocol === "file:") return null;
    if (!records.has(id)) {
      const name = encodeURIComponent(id);
      const record = fetch(`${site}/facts/${name}/${name}.json`)
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null);
      records.set(id, record);
    }
    return records.get(id);
  }

  // On a card; the fact's page has all of it.
  const SHOWN_SOURCES = 4;
  const SHOWN_CHARACTERS = { source: 96, formula: 240 };

  function shortened(words, most) {
    return words.length > most ? `${words.slice(0, most).replace(/\s\S*$/, "")} …` : words;
  }

  function sourceLink(id) {
    const entry = document.getElementById(`ref-src-${id}`);
    if (!entry) return element("a", { href: `${site}/sources/index.html#${id}` }, id);
    const words = entry.textContent.trim().replace(/\s+/g, " ");
    const text = shortened(words, SHOWN_CHARACTERS.source);
    return element("a", { href: `#ref-src-${id}` }, text);
  }

  function sourceLinks(sources) {
    const more = sources.length - SHOWN_SOURCES;
    const links = sources.slice(0, SHOWN_SOURCES).map(sourceLink);
    return more > 0 ? [...links, `and ${more} more`] : links;
  }

  function inputText(input) {
    const keys = Object.entries(input.keys ?? {}).map(([key, value]) =>
      Array.isArray(input.keys) ? String(value) : `${key} ${value}`,
    );
    const shown = typeof input.keys === "string" ? [input.keys] : keys;
    const more = shown.length > 4 ? ` and ${shown.length - 4} more` : "";
    return shown.length ? `${input.table}: ${shown.slice(0, 4).join(", ")}${more}` : input.table;
  }

  function detailList(fact) {
    const list = element("dl", {});
    const add = (term, values) => {
      if (!values.length) return;
      list.append(element("dt", {}, term), ...values.map((value) => element("dd", {}, value)));
    };
    add("Formula", fact.formula ? [shortened(fact.formula, SHOWN_CHARACTERS.formula)] : []);
    add("Inputs", (fact.inputs ?? []).map(inputText));
    add("Sources", sourceLinks(fact.sources ?? []));
    add("As of", fact.as_of ? [fact.as_of] : []);
    add("Data version", fact.data_version ? [fact.data_version] : []);
    return list;
  }


  async function copy(text, status) {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Copied.";
    } catch {
      status.replaceChildren("Copy this: ", element("code", {}, text));
    }
  }

  function copyButton(label, text, status) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => copy(text, status));
    return button;
  }

  function closeButton() {
    const label = { type: "button", class: "fact-card-close", "aria-label": "Close" };
    const button = element("button", label, "×");
    button.addEventListener("click", hideCard);
    return button;
  }

  function cardContents(trigger, fact) {
    const id = trigger.dataset.fact;
    const text = trigger.textContent.trim();
    const status = element("p", { class: "fact-card-status", role: "status" });
    const link = element("a", { href: pageOf(id) }, "All rows, sources and citations");
    const address = new URL(pageOf(id).replace("index.html", ""), location.href).href;
    const citation = fact?.citations?.apa;
    return [
      closeButton(),
      element("p", { class: "fact-card-value" }, text),
      element("p", { class: "fact-card-label", id: "fact-card-label" }, fact?.label ?? id),
      fact ? detailList(fact) : "",
      element("p", { class: "fact-card-page" }, link),
      element(
        "p",
        { class: "fact-card-actions" },
        copyButton("Copy link", address, status),
        citation ? copyButton("Copy citation", citation, status) : "",
      ),
      status,
    ];
  }

  const card = element("div", {
    class: "fact-card",
    id: "fact-card",
    role: "dialog",
    "aria-labelledby": "fact-card-label",
    popover: "manual",
    tabindex: "-1",
  });
  let shown = null; // the fact whose card is open
  let pinned = false; // opened by click or key: stays until dismissed
  let timer = 0;

  function place() {
    const gap = 8;
    const fact = shown.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const below = fact.bottom + gap + height <= innerHeight || fact.top < height + gap;
    const top = below ? fact.bottom + gap : fact.top - gap - height;
    const left = Math.max(gap, Math.min(fact.left, root.clientWidth - width - gap));
    card.style.top = `${top + scrollY}px`;
    card.style.left = `${left + scrollX}px`;
  }

  function hideCard() {
    clearTimeout(timer);
    if (!shown) return;
    const trigger = shown;
    const returnFocus = card.contains(document.activeElement);
    trigger.setAttribute("aria-expanded", "false");
    card.remove();
    if (returnFocus) trigger.focus({ preventScroll: true });
    shown = null; // after the focus is back, so that it does not open the card again
    pinned = false;
  }

  async function showCard(trigger) {
    clearTimeout(timer);
    if (shown === trigger) return;
    hideCard();
    shown = trigger;
    trigger.setAttribute("aria-expanded", "true");
    const fact = await loadFact(trigger.dataset.fact);
    if (shown !== trigger) return;
    card.replaceChildren(...cardContents(trigger, fact));
    trigger.after(card); // right behind its number, so that Tab goes on into the card
    card.showPopover();
    place();
  }

  async function pinCard(trigger) {
    await showCard(trigger);
    pinned = true;
  }

  function makeControl(trigger) {
    const anchor = `fact-${trigger.dataset.fact}`;
    if (!document.getElementById(anchor)) trigger.id = anchor;
    trigger.setAttribute("role", "button");
    trigger.setAttribute("aria-haspopup", "dialog");
    trigger.setAttribute("aria-expanded", "false");
    trigger.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // its page, in another window
      event.preventDefault();
      if (shown === trigger && pinned) hideCard();
      else pinCard(trigger);
    });
    trigger.addEventListener("keydown", async (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      await pinCard(trigger);
      card.focus();
    });
    trigger.addEventListener("focus", () => {
      if (trigger.matches(":focus-visible")) showCard(trigger);
    });
  }

  const onCard = (target) => shown && (shown.contains(target) || card.contains(target));

  function followPointer(event) {
    if (event.pointerType !== "mouse" || pinned) return;
    clearTimeout(timer);
    const trigger = event.target.closest(".fact[data-fact]");
    if (trigger) timer = setTimeout(showCard, 300, trigger);
    else if (shown && !onCard(event.target) && !onCard(document.activeElement)) {
      timer = setTimeout(hideCard, 300);
    }
  }

  function showLinkedFact() {
    const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!linked?.matches(".fact[data-fact]")) return;
    linked.scrollIntoView({ block: "center" });
    pinCard(linked);
  }

  function startFacts(triggers) {
    triggers.forEach(makeControl);
    const dismiss = (event) => {
      if (!onCard(event.target)) hideCard();
    };
    document.addEventListener("pointerover", followPointer);
    document.addEventListener("pointerdown", dismiss);
    document.addEventListener("focusin", dismiss);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hideCard();
    });
    addEventListener("resize", () => shown && card.isConnected && place());
    addEventListener("hashchange", showLinkedFact);
    showLinkedFact();
  }

  // Start

  const button = document.querySelector(".colour-mode");
  if (button) startColourMode(button);
  const navigation = document.querySelector(".site-nav");
  if (navigation) markPage(navigation);
  const contents = document.getElementById("TOC");
  if (contents) startContents(contents);
  document.querySelectorAll("main table").forEach((table) => {
    if (!table.closest(".table-scroll")) startTable(table);
  });
  const triggers = document.querySelectorAll(".fact[data-fact]");
  if (triggers.length && "showPopover" in HTMLElement.prototype) startFacts(triggers);
})();
