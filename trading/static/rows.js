// Adds and removes rows without a reload: the server makes the rows, this puts them in place.
(() => {
  "use strict";

  async function press(event) {
    const button = event.target.closest("button[data-row]");
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    const sent = new FormData(form);
    sent.set(button.name, button.value);
    const place = button.closest("[data-rows]").id;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: sent,
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById(place)) throw new Error("no rows");
      replace(form, page);
      focusOn(place, button.value);
    } catch {
      button.disabled = false;
      button.removeAttribute("data-row"); // let the browser send it the plain way
      form.requestSubmit(button);
    }
  }

  function replace(form, page) {
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const fresh = page.getElementById(rows.id);
      if (fresh) rows.replaceWith(document.adoptNode(fresh));
    }
  }

  // After "add" the first field of the newest row, after "remove" the button that adds one.
  function focusOn(place, action) {
    const name = action.split(":")[1];
    const add = document.querySelector(`button[value="add:${CSS.escape(name)}"]`);
    const row = action.startsWith("add:") && add ? add.previousElementSibling : null;
    const field = row && row.querySelector("input, select, textarea");
    (field || add || document.getElementById(place)).focus();
  }

  document.addEventListener("click", press);
})();
