// Turns the text area of a notice's body into an editor; without this script the area still works.
"use strict";
(function () {
  const BLOCKS = new Set(["P", "H2", "H3", "H4", "LI", "TR", "TABLE", "TD", "TH", "UL", "OL", "BLOCKQUOTE"]);
  const KEPT = new Set(["P", "BR", "H2", "H3", "H4", "STRONG", "EM", "B", "I", "U", "S", "SUB", "SUP",
    "BLOCKQUOTE", "UL", "OL", "LI", "A", "TABLE", "CAPTION", "COLGROUP", "COL", "THEAD", "TBODY", "TFOOT",
    "TR", "TH", "TD", "HR"]);
  const GONE = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "XML", "TEMPLATE", "IFRAME", "OBJECT"]);
  const ATTRIBUTES = { TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], A: ["href"], OL: ["start"] };

  // The server decides what is safe; this only shows at once what will be kept.
  function copy(from, to) {
    for (const node of Array.from(from.childNodes)) {
      if (node.nodeType === Node.TEXT_NODE) {
        to.appendChild(document.createTextNode(node.data));
      } else if (node.nodeType === Node.ELEMENT_NODE && !GONE.has(node.nodeName)) {
        copyElement(node, to);
      }
    }
  }

  function copyElement(node, to) {
    const name = node.nodeName === "DIV" ? "P" : node.nodeName === "H1" ? "H2" : node.nodeName;
    if (!KEPT.has(name)) {
      copy(node, to);
      return;
    }
    const made = document.createElement(name);
    for (const attribute of ATTRIBUTES[name] || []) {
      if (node.hasAttribute(attribute)) { made.setAttribute(attribute, node.getAttribute(attribute)); }
    }
    const styled = /text-align:\s*(center|right)/i.exec(node.getAttribute("data-style") || "");
    const align = styled ? styled[1].toLowerCase() : node.getAttribute("align");
    if (BLOCKS.has(name) && (align === "center" || align === "right")) { made.setAttribute("align", align); }
    copy(node, made);
    to.appendChild(made);
  }

  function cleaned(html) {
    // The page's own policy forbids inline styles and handlers: here they are only read.
    const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1=");
    const parsed = new DOMParser().parseFromString(plain, "text/html");
    const kept = document.createElement("div");
    copy(parsed.body, kept);
    return kept;
  }

  function button(label, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("mousedown", function (event) { event.preventDefault(); });
    made.addEventListener("click", work);
    return made;
  }

  function insert(page, nodes) {
    const selection = window.getSelection();
    if (!selection.rangeCount) { return; }
    const range = selection.getRangeAt(0);
    range.deleteContents();
    let block = range.startContainer;
    while (block !== page && block.parentNode !== page && block.parentNode) { block = block.parentNode; }
    if (block.nodeName === "P" && !block.textContent.trim()) { range.selectNode(block); range.deleteContents(); }
    const last = nodes.lastChild;
    range.insertNode(nodes);
    if (last) { range.setStartAfter(last); range.collapse(true); }
  }

  function fragment(element) {
    const made = document.createDocumentFragment();
    while (element.firstChild) { made.appendChild(element.firstChild); }
    return made;
  }

  function emptyTable() {
    const rows = "<tr><td><br></td><td><br></td><td><br></td></tr>".repeat(3);
    return fragment(cleaned("<table><tbody>" + rows + "</tbody></table><p><br></p>"));
  }

  function show(typed, page) {
    page.textContent = "";
    if (/<[a-z!/]/i.test(typed)) {
      page.appendChild(fragment(cleaned(typed)));
      return;
    }
    for (const part of typed.split(/\n\s*\n/)) {
      const paragraph = document.createElement("p");
      paragraph.textContent = part;
      if (!part) { paragraph.appendChild(document.createElement("br")); }
      page.appendChild(paragraph);
    }
  }

  function start(area) {
    const words = area.dataset;
    const page = document.createElement("div");
    page.className = "editor-area text";
    page.contentEditable = "true";
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    page.setAttribute("aria-labelledby", area.id + "-label");
    page.setAttribute("aria-describedby", area.getAttribute("aria-describedby") || "");
    show(area.value, page);
    const tools = document.createElement("div");
    tools.className = "editor-tools";
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", words.tools);
    let shown = area.value;
    const keep = function () { shown = area.value = page.textContent.trim() || page.querySelector("table") ? page.innerHTML.replace(/(?:<br>)+$/, "") : ""; };
    tools.append(
      button(words.bold, function () { page.focus(); document.execCommand("bold"); keep(); }),
      button(words.list, function () { page.focus(); document.execCommand("insertUnorderedList"); keep(); }),
      button(words.table, function () { page.focus(); insert(page, emptyTable()); keep(); }),
      button(words.plain, function () { page.focus(); document.execCommand("removeFormat"); keep(); }));
    page.addEventListener("paste", function (event) {
      const html = event.clipboardData.getData("text/html");
      if (!html) { return; }
      event.preventDefault();
      insert(page, fragment(cleaned(html)));
      keep();
    });
    page.addEventListener("input", keep);
    page.addEventListener("blur", keep);
    // After "back" the browser fills in what was typed, but only once this script has run.
    window.addEventListener("pageshow", function () {
      if (area.value !== shown) { shown = area.value; show(shown, page); }
    });
    document.execCommand("defaultParagraphSeparator", false, "p");
    area.hidden = true;
    area.after(tools, page);
    if (area.form) { area.form.addEventListener("submit", keep, true); }
    const label = document.getElementById(area.id + "-label");
    if (label) { label.addEventListener("click", function () { page.focus(); }); }
  }

  for (const area of document.querySelectorAll("textarea[data-editor]")) { start(area); }
}());
