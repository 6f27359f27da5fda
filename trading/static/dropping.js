// Files can be dropped on a file field; what was chosen is listed, and what is too large is said.
(() => {
  "use strict";

  function listed(field, list) {
    list.replaceChildren();
    for (const file of field.files) {
      const line = document.createElement("li");
      const size = file.size < 1024000
        ? `${Math.max(Math.round(file.size / 1024), 1)} KB`
        : `${(file.size / 1048576).toFixed(1)} MB`;
      line.textContent = `${file.name}（${size}）`;
      if (file.size > Number(field.dataset.most)) {
        line.className = "df-error";
        line.textContent += `：${field.dataset.tooLarge}`;
      }
      list.appendChild(line);
    }
  }

  // Several drops add up; a browser's own choice begins anew.
  function taken(field, dropped) {
    const all = new DataTransfer();
    const several = field.multiple ? [...field.files, ...dropped] : [...dropped].slice(0, 1);
    for (const file of several) all.items.add(file);
    field.files = all.files;
  }

  function start(place) {
    const field = place.querySelector("input[type=file]");
    const hint = document.createElement("p");
    const list = document.createElement("ul");
    hint.className = "df-hint";
    hint.textContent = field.dataset.dropHere;
    list.setAttribute("aria-live", "polite");
    field.after(hint, list);
    const marked = (on) => place.classList.toggle("df-over", on);
    field.addEventListener("change", () => listed(field, list));
    place.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      marked(true);
    });
    place.addEventListener("dragleave", () => marked(false));
    place.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      marked(false);
      taken(field, event.dataTransfer.files);
      listed(field, list);
    });
  }

  for (const place of document.querySelectorAll("[data-drop]")) start(place);
})();
