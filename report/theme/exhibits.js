// "Explore": opens the interactive form of a figure in its place, in a sandboxed frame.
// Where that cannot work (opened from disk), the link leads to the interactive page itself.
(function () {
  "use strict";

  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const frames = new Map(); // the window of each open frame -> its frame
  let bundle = null;

  const theme = () => root.dataset.theme || (dark.matches ? "dark" : "light");

  // A sandboxed frame has no cache: the page fetches the library once and hands it on.
  function loadBundle() {
    bundle ??= fetch(`${document.body.dataset.root}/vega/vega-bundle.js`).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.text();
    });
    return bundle;
  }

  function makeFrame(link, exhibit, title) {
    const frame = document.createElement("iframe");
    const picture = [...exhibit.querySelectorAll(".chart")].find((one) => one.offsetHeight);
    frame.className = "explore-frame";
    frame.title = `Interactive form: ${title}`;
    frame.sandbox = "allow-scripts";
    frame.style.height = `${picture?.offsetHeight ?? 400}px`;
    frame.src = `${link.href}#${theme()}`;
    return frame;
  }

  function open(link, exhibit) {
    const title = exhibit.querySelector("svg title")?.textContent ?? "figure";
    const frame = makeFrame(link, exhibit, title);
    exhibit.prepend(frame);
    exhibit.classList.add("explored");
    frames.set(frame.contentWindow, frame);
    link.setAttribute("aria-expanded", "true");
    link.textContent = "Back to the picture";
  }

  function close(link, exhibit) {
    const frame = exhibit.querySelector(".explore-frame");
    frames.delete(frame.contentWindow);
    frame.remove();
    exhibit.classList.remove("explored");
    link.setAttribute("aria-expanded", "false");
    link.textContent = "Explore";
  }

  function startLink(link) {
    const exhibit = link.closest(".exhibit");
    const toggle = (event) => {
      event.preventDefault();
      if (exhibit.classList.contains("explored")) close(link, exhibit);
      else open(link, exhibit);
    };
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", toggle);
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") toggle(event);
    });
  }

  function hear(event) {
    const frame = frames.get(event.source);
    if (!frame) return;
    if (event.data.ready) {
      loadBundle()
        .then((text) => event.source.postMessage({ bundle: text }, "*"))
        .catch(() => (bundle = null)); // asked again next time
    }
    if (Number.isFinite(event.data.height)) frame.style.height = `${event.data.height}px`;
  }

  function followTheme() {
    for (const frame of frames.values()) {
      const address = `${frame.src.split("#")[0]}#${theme()}`;
      if (frame.src !== address) frame.src = address;
    }
  }

  if (location.protocol === "file:") return;
  document.querySelectorAll(".explore-link").forEach(startLink);
  addEventListener("message", hear);
  dark.addEventListener("change", followTheme);
  new MutationObserver(followTheme).observe(root, { attributeFilter: ["data-theme"] });
})();
