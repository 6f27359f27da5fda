// Shows at the fields of a notice's form what stands out while it is typed; the rules are the server's.
(() => {
  "use strict";
  const PAUSE = 1500; // milliseconds after the last key
  const PATIENCE = 15000; // milliseconds that an answer may take

  const form = document.querySelector("form[data-findings]");
  const line = document.getElementById("findings-line");
  const rest = document.getElementById("findings-rest");
  if (!form || !line || !rest) return;
  let pause = 0;
  let running = null;

  function soon() {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  }

  async function look() {
    running?.abort();
    const asking = (running = new AbortController());
    const patience = setTimeout(() => asking.abort(), PATIENCE);
    try {
      const answer = await fetch(form.dataset.findings, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "error",
        signal: asking.signal,
      });
      if (answer.ok && asking === running) show(await answer.json());
    } catch {
      // Whoever is offline sees the findings when the form is checked.
    } finally {
      clearTimeout(patience);
    }
  }

  function show({ said, findings }) {
    form.querySelectorAll("[data-found]").forEach(forget);
    const without = findings.filter((one) => !place(one));
    rest.replaceChildren(...without.map((one) => filled("li", one)));
    rest.hidden = without.length === 0;
    if (line.textContent !== said) line.textContent = said;
  }

  function place(one) {
    const field = one.at && document.getElementById(one.at);
    const box = field?.closest(".df, .field, .df-row, fieldset");
    if (!field || !box || box === form) return false;
    const note = filled("p", one);
    note.id = `${one.at}-found-${box.querySelectorAll("[data-found]").length}`;
    note.dataset.found = one.at;
    box.append(note);
    describe(field, (ids) => [...ids, note.id]);
    return true;
  }

  function forget(note) {
    const field = document.getElementById(note.dataset.found);
    if (field) describe(field, (ids) => ids.filter((id) => id !== note.id));
    note.remove();
  }

  function describe(field, change) {
    const ids = change((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
  }

  function filled(name, one) {
    const made = document.createElement(name);
    made.className = `df-found df-found-${one.severity}`;
    made.textContent = [one.said, one.article].filter(Boolean).join(" ");
    if (one.link) {
      const link = document.createElement("a");
      link.href = one.link;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = form.dataset.see;
      made.append(" ", link);
    }
    return made;
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  look();
})();
