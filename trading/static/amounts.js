// Says an amount again in 元 and 大写 while it is typed; the rule itself lives on the server.
(() => {
  "use strict";
  const PAUSE = 250; // milliseconds after the last key

  const waiting = new WeakMap();

  function ask(box) {
    const text = box.querySelector("input").value;
    const unit = box.querySelector("select").value;
    const output = box.parentElement.querySelector("output");
    if (!text.trim()) {
      output.textContent = "";
      output.classList.remove("df-echo-wrong");
      return;
    }
    const question = new URLSearchParams({ text, unit });
    fetch(`${box.dataset.amount}?${question}`, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then(({ ok, said }) => {
        if (box.querySelector("input").value !== text || box.querySelector("select").value !== unit) return;
        output.textContent = said;
        output.classList.toggle("df-echo-wrong", !ok);
      })
      .catch(() => {
        output.textContent = ""; // signed out or offline: the form says it again when it is sent
      });
  }

  function later(event) {
    const box = event.target.closest("[data-amount]");
    if (!box) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(() => ask(box), PAUSE));
  }

  document.addEventListener("input", later);
  document.addEventListener("change", later);
})();
