// Draws the interactive form of a figure. By itself, or with "?own" in its address, the page loads
// the charts' library; else in a frame it asks the page around it, which loads it once for all.
(function () {
  "use strict";

  const NARROW = 560; // px; below it the chart made for phones
  const EMPTY = new Set(["", "null", "undefined", "NaN"]);
  const root = document.documentElement;
  const chart = document.getElementById("chart");
  const status = document.getElementById("status");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const framed = parent !== window;
  const handed = framed && location.search !== "?own";
  let view = null;
  let drawn = "";

  // The colours of the page around: #light, #dark, or the system's.
  const theme = () => location.hash.slice(1) || (dark.matches ? "dark" : "light");

  function specification(name) {
    const text = document.getElementById(name).textContent;
    if (theme() !== "dark") return JSON.parse(text);
    const colours = JSON.parse(document.getElementById("dark-colours").textContent);
    return JSON.parse(text.replace(/#[0-9a-f]{6}\b/gi, (one) => colours[one.toLowerCase()] ?? one));
  }

  function card(value, sanitized) {
    if (typeof value !== "object") return sanitized(value);
    const lines = Object.entries(value).filter(([, text]) => !EMPTY.has(String(text)));
    const cells = lines.map(
      ([key, text]) => `<tr><td class="key">${sanitized(key)}</td><td>${sanitized(text)}</td></tr>`,
    );
    return `<table><tbody>${cells.join("")}</tbody></table>`;
  }

  function tellHeight() {
    if (handed) parent.postMessage({ height: root.querySelector("main").scrollHeight }, "*");
  }

  async function draw() {
    const name = innerWidth < NARROW ? "narrow" : "wide";
    const wanted = `${name} ${theme()}`;
    root.dataset.theme = theme();
    if (wanted === drawn) return tellHeight();
    drawn = wanted;
    view?.finalize();
    const options = { actions: false, renderer: "svg", tooltip: { formatTooltip: card }, logLevel: 1 };
    view = (await window.vegaEmbed(chart, specification(name), options)).view;
    // Its marks have no names of their own: the description says in words what they show.
    chart.querySelector("svg").setAttribute("aria-hidden", "true");
    status.textContent = "";
    tellHeight();
  }

  function start() {
    draw().catch(() => (status.textContent = "This chart could not be drawn."));
    addEventListener("resize", draw);
    addEventListener("hashchange", draw);
    dark.addEventListener("change", draw);
  }

  function loadBundle() {
    const script = document.createElement("script");
    script.src = chart.dataset.bundle;
    script.onload = start;
    script.onerror = () => (status.textContent = "The charts' library could not be loaded.");
    document.head.append(script);
  }

  status.textContent = "Loading …";
  root.dataset.theme = theme();
  root.classList.toggle("framed", framed);
  if (handed) {
    addEventListener("message", (event) => {
      if (event.source !== parent || typeof event.data.bundle !== "string" || window.vegaEmbed) return;
      (0, eval)(event.data.bundle); // in the page's own scope, as a script would be
      start();
    });
    parent.postMessage({ ready: true }, "*");
  } else loadBundle();
})();
