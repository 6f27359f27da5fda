// Offers known organizations while a name or 统一社会信用代码 is typed, and fills in the rest.
(() => {
  "use strict";
  const PAUSE = 250; // milliseconds after the last key
  const SHORTEST = 2; // characters worth asking about
  const MEMBERS = ["name", "uscc", "address", "contact", "phone"];

  const form = document.querySelector("form[data-organizations]");
  if (!form) return;
  const list = document.createElement("datalist");
  list.id = "known-organizations";
  document.body.append(list);
  let found = [];
  let waiting = 0;
  let filling = false;

  // A field that names an organization, and the others of the same group.
  function group(field) {
    const parts = /^(.*-)(name|uscc)$/.exec(field.name || "");
    if (!parts || field.form !== form) return null;
    const [, prefix, member] = parts;
    return member === "uscc" || form.elements.namedItem(`${prefix}uscc`) ? { prefix, member } : null;
  }

  function option(organization, member) {
    const made = document.createElement("option");
    made.value = organization[member];
    made.label = [organization.name, organization.uscc, organization.address].filter(Boolean).join(" ");
    return made;
  }

  async function ask(field, { prefix, member }) {
    const text = field.value.trim();
    const question = new URLSearchParams({ q: text });
    const answer = await fetch(`${form.dataset.organizations}?${question}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected || field.value.trim() !== text) return;
    found = (await answer.json()).organizations;
    list.replaceChildren(...found.filter((one) => one[member]).map((one) => option(one, member)));
    choose(field, { prefix, member });
  }

  // One organization is meant when it alone is called exactly so.
  function choose(field, { prefix, member }) {
    const text = field.value.trim();
    const meant = found.filter((one) => text && one[member] === text);
    if (meant.length !== 1) return false;
    for (const one of MEMBERS) {
      const other = form.elements.namedItem(prefix + one);
      if (other && other !== field) fill(other, meant[0][one]);
    }
    return true;
  }

  // What the clerk typed stays; only a blank, or what was filled in before, is written over.
  function fill(field, text) {
    const before = field.value;
    if (before.trim() && field.dataset.filled !== before) return;
    if (before === text) return;
    field.value = field.dataset.filled = text;
    filling = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    filling = false;
  }

  function typed(event) {
    const about = filling ? null : group(event.target);
    if (!about) return;
    clearTimeout(waiting);
    if (choose(event.target, about) || event.target.value.trim().length < SHORTEST) return;
    waiting = setTimeout(() => ask(event.target, about).catch(() => {}), PAUSE); // plain input stays
  }

  document.addEventListener("focusin", (event) => {
    if (!group(event.target)) return;
    list.replaceChildren();
    found = [];
    event.target.setAttribute("list", list.id);
  });
  document.addEventListener("input", typed);
})();
