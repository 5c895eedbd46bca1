// Words of the field: the first use in a section becomes a button that shows the meaning in place.
(function () {
  "use strict";

  const terms = window.briefingTerms ?? [];
  const root = document.body.dataset.root;
  const NOT_PROSE = "a, button, figure, table, code, pre, h1, h2, h3, h4, .fact, #refs, #footnotes";
  const byForm = new Map();
  for (const [anchor, forms, meaning] of terms) {
    for (const form of forms) byForm.set(form.toLowerCase(), { anchor, meaning });
  }
  // The longest spelling first, so that "offtake agreement" is not cut to "offtake".
  const forms = [...byForm.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(`(?<![\\w-])(${forms.join("|")})(?![\\w-])`, "gi");
  let number = 0;

  function definition(term, id) {
    const note = document.createElement("span");
    note.className = "term-meaning";
    note.id = id;
    note.setAttribute("role", "note");
    const link = document.createElement("a");
    link.href = `${root}/report/glossary.html#${term.anchor}`;
    link.textContent = "Glossary";
    note.append(`${term.meaning} `, link);
    return note;
  }

  function makeButton(words, term) {
    const button = document.createElement("button");
    const id = `meaning-${(number += 1)}`;
    button.type = "button";
    button.className = "term";
    button.dataset.term = term.anchor;
    button.textContent = words;
    button.setAttribute("aria-expanded", "false");
    const toggle = (open) => {
      button.setAttribute("aria-expanded", String(open));
      document.getElementById(id)?.remove();
      if (open) button.after(definition(term, id));
    };
    button.addEventListener("click", () => toggle(button.getAttribute("aria-expanded") === "false"));
    button.addEventListener("keydown", (event) => {
      if (event.key === "Escape") toggle(false);
    });
    return button;
  }

  function explain(node, seen) {
    const parts = [];
    let end = 0;
    for (const found of node.data.matchAll(pattern)) {
      const term = byForm.get(found[0].toLowerCase());
      if (seen.has(term.anchor)) continue;
      seen.add(term.anchor);
      parts.push(node.data.slice(end, found.index), makeButton(found[0], term));
      end = found.index + found[0].length;
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(end));
  }

  function explainSection(section) {
    const seen = new Set();
    for (const block of section.querySelectorAll("p, li")) {
      if (block.closest("section.level2, .summary") !== section) continue;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      for (const node of nodes) if (!node.parentElement.closest(NOT_PROSE)) explain(node, seen);
    }
  }

  // Section by section in idle moments, so that reading and scrolling never wait for it.
  const idle = window.requestIdleCallback ?? setTimeout;
  if (forms.length) {
    for (const section of document.querySelectorAll("main section.level2, main .summary")) {
      idle(() => explainSection(section));
    }
  }
})();
