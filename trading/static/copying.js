// A button beside every address that copies it; without it one copies the address by hand.
(() => {
  "use strict";
  const told = document.querySelector("[data-copying]");
  if (!told) return;
  const { offer, done, failed } = told.dataset;

  // Browsers lend the clipboard to safe connections only; a site without TLS copies what it selects.
  const select = (shown) => {
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  };

  const copy = async (shown, button) => {
    let said = done;
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(shown.textContent.trim());
      else if (!select(shown)) said = failed;
    } catch {
      said = failed;
    }
    told.textContent = `${shown.dataset.copy}：${said}`;
    button.textContent = said;
  };

  for (const shown of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = offer;
    button.setAttribute("aria-label", `${offer} ${shown.dataset.copy}`);
    button.addEventListener("click", () => copy(shown, button));
    shown.closest("tr").querySelector(".copy").append(button);
  }
})();
