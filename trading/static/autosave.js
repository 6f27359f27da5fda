// Keeps what is typed into a notice's form on the server every few seconds; saving stays a press.
(() => {
  "use strict";
  const PAUSE = 3000; // milliseconds after the last key
  const MOST = 5000; // milliseconds that typing without a pause may go unkept
  const AGAIN = 30000; // milliseconds until a failed attempt is made again
  const PATIENCE = 20000; // milliseconds that an attempt may take
  const LARGEST_FAREWELL = 60000; // bytes that a browser still sends for a page that goes away

  const form = document.querySelector("form[data-autosave]");
  const line = document.getElementById("autosave-line");
  if (!form || !line) return;
  const words = form.dataset;
  let kept = "unsaved" in words ? "" : typed();
  let sending = null; // the text on its way
  let running = null;
  let leaving = false;
  let pause = 0;
  let most = 0;

  function fields() {
    return Array.from(new FormData(form)).filter(
      ([name, value]) => typeof value === "string" && name !== "csrf_token" && name !== "do",
    );
  }

  function typed() {
    return JSON.stringify(fields());
  }

  function soon() {
    if (leaving) return;
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
    if (!most) most = setTimeout(keep, MOST);
  }

  function rest() {
    clearTimeout(pause);
    clearTimeout(most);
    pause = most = 0;
  }

  async function send(text, farewell) {
    const sent = new FormData();
    for (const [name, value] of fields()) sent.append(name, value);
    sent.append("csrf_token", form.elements.namedItem("csrf_token").value);
    sending = text;
    const attempt = (running = new AbortController());
    setTimeout(() => attempt.abort(), PATIENCE);
    const answer = await fetch(words.autosave, {
      method: "POST",
      body: sent,
      credentials: "same-origin",
      keepalive: farewell && new Blob([text]).size < LARGEST_FAREWELL,
      signal: attempt.signal,
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      kept = text;
      say(said.said, false);
      return false;
    }
    const known = { 400: words.stale, 401: words.expired }[answer.status];
    say(known || said.detail || words.failed, true);
    return answer.status === 401 || answer.status >= 500;
  }

  async function keep(farewell = false) {
    rest();
    const text = typed();
    if (leaving || text === kept || text === sending) return;
    if (running && !farewell) return soon();
    let again = true;
    try {
      again = await send(text, farewell);
    } catch {
      if (!leaving) say(words.failed, true);
    }
    if (sending !== text) return; // a later attempt has taken over
    sending = running = null;
    if (again && !leaving) pause = setTimeout(keep, AGAIN);
  }

  function say(text, wrong) {
    line.textContent = text;
    line.classList.toggle("df-kept-not", wrong);
  }

  function go(event) {
    if (event.target !== form && !("ends" in event.target.dataset)) return;
    leaving = true; // it is being saved, or thrown away: nothing old may arrive after that
    rest();
    if (running) running.abort();
  }

  const rows = new MutationObserver((changes) => {
    if (changes.some((one) => !line.contains(one.target))) soon();
  });
  rows.observe(form, { childList: true, subtree: true });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("submit", go);
  document.addEventListener("visibilitychange", () => keep(document.visibilityState === "hidden"));
  window.addEventListener("pagehide", () => keep(true));
  window.addEventListener("pageshow", () => { leaving = false; });
  if ("unsaved" in words) soon();
})();
