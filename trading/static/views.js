// Writes beside the link how often the notice was read; without it the link leads to the number.
(() => {
  "use strict";
  const link = document.querySelector("a[data-views]");
  if (!link) return;
  fetch(link.dataset.views, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((found) => {
      if (found && Number.isInteger(found.views)) link.textContent += ` ${found.views}`;
    })
    .catch(() => {}); // the page is whole without it
})();
