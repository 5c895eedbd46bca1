// In each page of a preview: loads it again when there is a new site, at the same place, and shows
// what keeps the site from being built. Text from problems is never markup.
"use strict";

(() => {
  if (window.top !== window) return; // a figure inside a page: the page does it
  const shown = document.currentScript.dataset.version;
  const PAUSE_MS = 400;
  const PLACE = `briefing-preview ${location.pathname}`;
  const STATE = `/.preview/state?page=${encodeURIComponent(location.pathname)}`;

  // Where the reader is: the last thing with a name that begins above the middle of the window.
  function place() {
    const named = [...document.querySelectorAll("main [id]")];
    const there = named.findLast(
      (one) => one.getClientRects().length && one.getBoundingClientRect().top < innerHeight / 2
    );
    const top = there ? there.getBoundingClientRect().top : 0;
    return { y: scrollY, id: there ? there.id : null, top };
  }

  function returnTo({ y, id, top }) {
    const there = id === null ? null : document.getElementById(id);
    const now = there ? scrollY + there.getBoundingClientRect().top - top : y;
    scrollTo({ top: y === 0 ? 0 : now, behavior: "instant" });
  }

  // The browser's own way back counts from the top, whatever was put in there.
  let isReloading = false;
  addEventListener("pagehide", () => {
    if (!isReloading) history.scrollRestoration = "auto";
  });

  function reload() {
    isReloading = true;
    history.scrollRestoration = "manual";
    sessionStorage.setItem(PLACE, JSON.stringify(place()));
    location.reload();
  }

  const kept = sessionStorage.getItem(PLACE);
  if (kept !== null) {
    sessionStorage.removeItem(PLACE);
    const settle = () => returnTo(JSON.parse(kept));
    settle();
    addEventListener("load", settle);
  }

  const frame = document.createElement("briefing-preview");
  const root = frame.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; position: sticky; top: 0; z-index: 1000; color-scheme: light dark;
      font: 15px/1.45 system-ui, sans-serif; }
    div { box-sizing: border-box; max-height: 40vh; overflow: auto; padding: 10px 16px;
      background: Canvas; color: CanvasText; border-bottom: 4px solid #b8430f; }
    p { margin: 0; font-weight: 600; }
    ul { margin: 6px 0 0; padding-left: 20px; }
    li { overflow-wrap: anywhere; }
    output { position: fixed; right: 12px; bottom: 12px; padding: 4px 12px; border-radius: 4px;
      background: CanvasText; color: Canvas; }
    [hidden] { display: none; }
  `);
  root.adoptedStyleSheets = [style];
  const box = document.createElement("div");
  const title = document.createElement("p");
  const list = document.createElement("ul");
  const note = document.createElement("output");
  box.setAttribute("role", "alert");
  box.append(title, list);
  root.append(box, note);
  box.hidden = note.hidden = true;
  document.body.prepend(frame);
  document.documentElement.style.overflowAnchor = "none"; // not twice: see `show`

  let told = "";
  function show(problems) {
    if (told === JSON.stringify(problems)) return;
    told = JSON.stringify(problems);
    const count = problems.length === 1 ? "One problem" : `${problems.length} problems`;
    const below = shown ? "; below is the last good version." : ".";
    title.textContent = `${count} to mend${below}`;
    list.replaceChildren(
      ...problems.map((sentence) => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      })
    );
    // The box takes room above; what the reader looks at stays where it is.
    const before = place();
    box.hidden = problems.length === 0;
    returnTo(before);
  }

  function say(words) {
    note.textContent = words;
    note.hidden = words === "";
  }

  async function ask() {
    try {
      // The page that is looked at is built first; one in the background only asks for the state.
      const seen = document.hidden ? "" : "&seen=1";
      const answer = await fetch(STATE + seen, { cache: "no-store" });
      const state = await answer.json();
      if (state.version !== shown) return reload();
      show(state.problems);
      say(state.building ? "Building …" : "");
      setTimeout(ask, PAUSE_MS);
    } catch {
      say("The preview has ended.");
      setTimeout(ask, 5 * PAUSE_MS);
    }
  }
  ask();
})();
