// A button beside every address that copies it; without it one copies the address by hand.
(() => {
  "use strict";
  const told = document.querySelector("[data-copying]");
  if (!told || !navigator.clipboard) return; // browsers lend the clipboard to safe connections only
  const { offer, done, failed } = told.dataset;

  const copy = async (shown, button) => {
    let said = done;
    try {
      await navigator.clipboard.writeText(shown.textContent.trim());
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
