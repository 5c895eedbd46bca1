// The reader's choice of light or dark, set before the first paint so that nothing flashes.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("colour-mode");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage is closed to this page: the system's preference holds.
  }
})();
