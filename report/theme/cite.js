// Buttons that copy a citation or an embed code. Without JavaScript the texts can be selected.
(function () {
  "use strict";

  async function copy(button) {
    const text = document.getElementById(button.dataset.copy).textContent;
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (button.textContent = words), 2000);
  }

  // The code to embed names the place where this page is read, if the site has no address of its own.
  for (const code of document.querySelectorAll("pre[id^='embed-']")) {
    if (!location.protocol.startsWith("http")) break;
    const root = new URL(`${document.body.dataset.root}/`, location.href);
    code.textContent = code.textContent.replace('src="/', `src="${root.href}`);
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();
