// What is pasted from Word, WPS or a page, as plain HTML: headings, lists, tables, links, emphasis.
// The server decides what is safe; this only shows at once what it will keep.

const KEPT = new Set(("P BR H2 H3 H4 STRONG EM B I U S SUB SUP BLOCKQUOTE UL OL LI A TABLE CAPTION " +
  "COLGROUP COL THEAD TBODY TFOOT TR TH TD HR").split(" "));
const GONE = new Set(("SCRIPT STYLE META LINK TITLE XML TEMPLATE IFRAME OBJECT SVG MATH NOSCRIPT " +
  "TEXTAREA SELECT BUTTON INPUT HEAD").split(" "));
const BLOCKS = new Set("P H2 H3 H4 LI UL OL TABLE BLOCKQUOTE HR".split(" "));
const RENAMED = new Map([["DIV", "P"], ["SECTION", "P"], ["ARTICLE", "P"], ["CENTER", "P"], ["H1", "H2"],
  ["H5", "H4"], ["H6", "H4"]]);
const ATTRIBUTES = new Map([["TD", ["colspan", "rowspan", "scope"]], ["TH", ["colspan", "rowspan", "scope"]],
  ["A", ["href", "title"]], ["OL", ["start"]], ["COL", ["span"]], ["COLGROUP", ["span"]]]);
const ALIGNED = new Set(["P", "TD", "TH"]);
const LINK = /^(https?:\/\/|mailto:)\S/i;
const NUMBER = /^([0-9]{1,4})[.、)．]?$/;
const MARKS = /^[^0-9A-Za-z\u4e00-\u9fff]{1,2}$/;
const MARK_FONTS = /wingdings|symbol|courier/i;

// Pasted HTML, cleaned, ready to be inserted.
export function cleaned(html) {
  const made = document.createElement("div");
  copy(read(html), made);
  gather(made);
  straighten(made);
  return made.innerHTML;
}

// What an editor holds, without what the browser added while editing.
export function written(page) {
  const made = document.createElement("div");
  copy(page, made);
  straighten(made);
  const html = made.innerHTML.replace(/(?:<p>(?:<br>)?<\/p>|<br>)+$/, "");
  return made.textContent.trim() || made.querySelector("table") ? html : "";
}

// A document of its own runs nothing. Its styles are only read: the page's policy would report them.
function read(html) {
  const quiet = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[A-Za-z][^>]*>/g,
    (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
  return new DOMParser().parseFromString(quiet, "text/html").body;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.appendChild(document.createTextNode(node.data));
    } else if (node.nodeType === Node.ELEMENT_NODE && !isGone(node)) {
      copyElement(node, to);
    }
  }
}

function isGone(node) {
  const empty = node.nodeName === "O:P" && !node.textContent.trim();
  return empty || GONE.has(node.nodeName) || /display:\s*none|mso-hide:\s*all/i.test(styleOf(node));
}

function copyElement(node, to) {
  const style = styleOf(node);
  const name = nameOf(node, style);
  if (!name) {
    copy(node, node.textContent.trim() ? emphasised(style, to) : to);
    return;
  }
  const made = document.createElement(name);
  for (const attribute of ATTRIBUTES.get(name) || []) {
    if (node.hasAttribute(attribute)) made.setAttribute(attribute, node.getAttribute(attribute));
  }
  const align = /text-align:\s*(center|right)/i.exec(style)?.[1] ?? node.getAttribute("align") ?? "";
  if (ALIGNED.has(name) && /^(center|right)$/i.test(align)) made.setAttribute("align", align.toLowerCase());
  const listed = /mso-list:\s*l\d+\s+level(\d+)/i.exec(style);
  if (listed && name === "P") made.dataset.level = listed[1];
  if (name === "SPAN") made.dataset.marker = inMarkFont(node) ? "•" : "";
  copy(node, made);
  to.appendChild(made);
}

// The element that this one becomes; "" for one whose content alone stays.
function nameOf(node, style) {
  const heading = /mso-outline-level:\s*([1-9])/i.exec(style);
  if (node.nodeName === "P" && heading) return `H${Math.min(Number(heading[1]) + 1, 4)}`;
  if (node.nodeName === "P" && /\bMsoTitle\b/i.test(node.className)) return "H2";
  if (/mso-list:\s*ignore/i.test(style)) return "SPAN";
  const name = RENAMED.get(node.nodeName) || node.nodeName;
  if (name === "B" && /font-weight:\s*normal/i.test(style)) return "";
  if (name === "A" && !LINK.test(node.getAttribute("href") || "")) return "";
  return KEPT.has(name) ? name : "";
}

// WPS and some pages say by style what others say by element.
function emphasised(style, to) {
  let inner = to;
  for (const [sign, name] of [[/font-weight:\s*(bold|[6-9]00)/i, "B"], [/font-style:\s*italic/i, "I"],
    [/text-decoration[^;]*:\s*underline/i, "U"]]) {
    if (sign.test(style) && !closest(inner, name)) inner = inner.appendChild(document.createElement(name));
  }
  return inner;
}

function closest(element, name) {
  return element.closest(name) || (name === "B" && element.closest("STRONG, H2, H3, H4, TH"));
}

function styleOf(node) {
  return node.getAttribute("data-style") || node.getAttribute("style") || "";
}

// Word writes the items of a list as paragraphs with their marks: those that count as HTML does
// become lists, every other mark stays in the text as it was.
function gather(root) {
  for (const parent of new Set([...root.querySelectorAll("p[data-level]")].map((one) => one.parentNode))) {
    let open = [];
    for (const node of [...parent.childNodes]) {
      if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) continue;
      const level = node.nodeType === Node.ELEMENT_NODE && Number(node.dataset.level);
      if (level) open = place(node, level, open);
      else open = [];
    }
  }
  for (const one of root.querySelectorAll("span[data-marker]")) one.replaceWith(spoken(one));
}

// An item becomes part of the list that is open at its level; gives the lists that are open then,
// outermost first, and none when the mark has to stay in the text.
function place(item, level, open) {
  const marker = item.querySelector("span[data-marker]");
  const mark = marker ? marker.textContent.replace(/[\s\u00a0]+/g, "") : "";
  const number = NUMBER.exec(mark);
  const bullet = !number && marker && (MARKS.test(mark) || marker.dataset.marker);
  delete item.dataset.level;
  if (!(number || bullet) || open.length < level - 1) return [];
  const kind = number ? "OL" : "UL";
  const same = open[level - 1]?.nodeName === kind ? open[level - 1] : null;
  if (number && Number(number[1]) !== (same?.childElementCount ?? 0) + 1) return [];
  const list = same || document.createElement(kind);
  if (!same && level > 1) open[level - 2].lastElementChild.appendChild(list);
  else if (!same) item.before(list);
  marker.remove();
  const made = document.createElement("li");
  made.append(...item.childNodes);
  list.appendChild(made);
  item.remove();
  return [...open.slice(0, level - 1), list];
}

function spoken(marker) {
  const mark = marker.dataset.marker || marker.textContent.replace(/[\s\u00a0]+/g, "");
  return /[0-9A-Za-z.)•]$/.test(mark) ? `${mark} ` : mark;
}

// In these fonts a letter is a mark: "l" is a dot.
function inMarkFont(node) {
  for (let one = node; one && one.nodeName !== "P"; one = one.parentElement) {
    if (MARK_FONTS.test(styleOf(one))) return true;
  }
  return false;
}

// A block stands in no paragraph: browsers nest them while editing, a page would not.
function straighten(root) {
  for (const paragraph of root.querySelectorAll("p")) {
    if (![...paragraph.children].some(isBlock)) continue;
    let own = null;
    for (const node of [...paragraph.childNodes]) {
      if (isBlock(node)) {
        paragraph.before(node);
        own = null;
      } else if (own || node.textContent.trim()) {
        own = own || paragraph.parentNode.insertBefore(paragraph.cloneNode(false), paragraph);
        own.appendChild(node);
      }
    }
    paragraph.remove();
  }
}

function isBlock(node) {
  return BLOCKS.has(node.nodeName);
}
