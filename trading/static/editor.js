// Turns the text area of a notice's body into an editor; without this script the area still works.
// Every change goes through the browser's own commands, so that its undo takes all of them back.
import { cleaned, written } from "./pasting.js";

const HEADING = "h3";

function run(command, value) {
  document.execCommand(command, false, value);
}

function inside(name) {
  const at = document.getSelection().anchorNode;
  return at && (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement)?.closest(name);
}

function toggleHeading() {
  run("formatBlock", inside("h2, h3, h4") ? "p" : HEADING);
}

// Chromium makes the list and puts the cursor at its start: it goes back to where it was.
function toggleList() {
  const selection = document.getSelection();
  const block = selection.isCollapsed && inside("p, li, h2, h3, h4");
  let before = block ? charactersBefore(selection, block) : 0;
  run("insertUnorderedList");
  const made = before && inside("li, p");
  if (!made) return;
  const texts = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { length } = texts.currentNode;
    if (before <= length) {
      selection.collapse(texts.currentNode, before);
      return;
    }
    before -= length;
  }
}

function charactersBefore(selection, block) {
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  return range.toString().length;
}

function makeLink(words) {
  const there = inside("a[href]");
  const selection = document.getSelection();
  const asked = window.prompt(words.ask, there ? there.getAttribute("href") : "https://");
  if (asked === null) return;
  const address = asked.trim();
  if (there) selection.selectAllChildren(there);
  if (!address || address === "https://") run("unlink");
  else if (!/^(https?:\/\/|mailto:)\S+$/i.test(address)) window.alert(words.badLink);
  else if (selection.isCollapsed) run("insertHTML", linkTo(address));
  else run("createLink", address);
}

function linkTo(address) {
  const link = document.createElement("a");
  link.href = link.textContent = address;
  return link.outerHTML;
}

function button(label, pressed, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  made.addEventListener("click", work);
  made.refresh = () => made.setAttribute("aria-pressed", String(Boolean(pressed())));
  return made;
}

function show(typed, page) {
  page.textContent = "";
  if (/<[a-z!/]/i.test(typed)) {
    page.innerHTML = cleaned(typed);
    return;
  }
  for (const part of typed.split(/\n\s*\n/)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = part;
    if (!part) paragraph.appendChild(document.createElement("br"));
    page.appendChild(paragraph);
  }
}

function pageFor(area) {
  const page = document.createElement("div");
  page.className = "editor-area text";
  page.contentEditable = "true";
  page.setAttribute("role", "textbox");
  page.setAttribute("aria-multiline", "true");
  page.setAttribute("aria-labelledby", `${area.id}-label`);
  page.setAttribute("aria-describedby", area.getAttribute("aria-describedby") || "");
  if (area.hasAttribute("aria-invalid")) page.setAttribute("aria-invalid", "true");
  return page;
}

function toolsFor(area, page) {
  const words = area.dataset;
  const tools = document.createElement("div");
  tools.className = "editor-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.tools);
  const on = (work) => () => {
    page.focus();
    work();
  };
  const buttons = [
    button(words.bold, () => document.queryCommandState("bold"), on(() => run("bold"))),
    button(words.heading, () => inside("h2, h3, h4"), on(toggleHeading)),
    button(words.list, () => inside("li"), on(toggleList)),
    button(words.link, () => inside("a[href]"), on(() => makeLink(words))),
  ];
  tools.append(...buttons);
  document.addEventListener("selectionchange", () => {
    if (page.contains(document.getSelection().anchorNode)) for (const one of buttons) one.refresh();
  });
  return tools;
}

function start(area) {
  const page = pageFor(area);
  show(area.value, page);
  let shown = area.value;
  const keep = () => { shown = area.value = written(page); };

  page.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (html) {
      event.preventDefault();
      run("insertHTML", cleaned(html));
    } else if (event.clipboardData.files.length) {
      event.preventDefault(); // a picture: it would not be kept
    }
  });
  page.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) event.preventDefault();
  });
  // While an input method composes, the words are not yet the clerk's: they are kept at its end.
  page.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (/^(<br>)?$/.test(page.innerHTML)) run("formatBlock", "p");
    keep();
  });
  page.addEventListener("compositionend", keep);
  page.addEventListener("blur", keep);
  // After "back" the browser fills in what was typed, but only once this script has run.
  window.addEventListener("pageshow", () => {
    if (area.value !== shown) {
      shown = area.value;
      show(shown, page);
    }
  });
  run("defaultParagraphSeparator", "p");
  run("styleWithCSS", false);
  area.hidden = true;
  area.after(toolsFor(area, page), page);
  if (area.form) area.form.addEventListener("submit", keep, true);
  const label = document.getElementById(`${area.id}-label`);
  if (label) label.addEventListener("click", () => page.focus());
}

for (const area of document.querySelectorAll("textarea[data-editor]")) start(area);
