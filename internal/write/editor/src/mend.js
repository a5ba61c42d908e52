// A tree from the clipboard made what its program meant: internal/prose/paste_mend.go
// in the browser.
import { kindOf } from "./allow.js";
import { isBlock } from "./build.js";

const is = (n, name) => n?.nodeType === 1 && n.localName === name;

const unwrap = n => n.replaceWith(...n.childNodes);

export function mend(root, reader) {
  if (!reader) {
    notes(root);
    for (const d of [...root.querySelectorAll("div")].reverse()) if (!d.attributes.length) unwrap(d);
    lists(root);
  }
  tidyBlocks(root);
}

// notes makes footnotes of links that lead there and back.
function notes(root) {
  const refs = [...root.querySelectorAll('[data-note^="ref "]')], syms = new Map();
  for (const s of root.querySelectorAll('[data-note^="sym "]')) {
    const key = s.dataset.note.slice(4);
    if (!syms.has(key)) syms.set(key, s);
  }
  const list = root.ownerDocument.createElement("ol");
  list.className = "footnotes";
  for (const ref of refs) {
    const key = ref.dataset.note.slice(4), sym = syms.get(key);
    if (!sym) { unwrap(ref); continue; }
    syms.delete(key);
    const number = String(list.childElementCount + 1);
    list.append(note(root, sym, number));
    reference(ref, number);
  }
  for (const s of syms.values()) unwrap(s);
  if (list.firstChild) root.append(list);
}

const alone = n => is(n.parentNode, "sup") && n.parentNode.childNodes.length === 1;

function reference(ref, number) {
  for (const a of [...ref.attributes]) ref.removeAttribute(a.name);
  ref.setAttribute("class", "fnref");
  ref.setAttribute("href", "#fn" + number);
  ref.setAttribute("rel", "nofollow");
  ref.textContent = number;
  if (alone(ref)) unwrap(ref.parentNode);
}

// note takes a note out of the text: the block of its number, and all that stands
// with that in a box of its own.
function note(root, sym, number) {
  const li = root.ownerDocument.createElement("li");
  li.setAttribute("class", "fn");
  li.setAttribute("value", number);
  let at = sym;
  while (!isBlock(at) && at.parentNode !== root) at = at.parentNode;
  while (alone(sym)) unwrap(sym.parentNode);
  let box = at.parentNode, taken = [at];
  sym.remove();
  if (is(box, "div") && box !== root && box.firstChild === at) taken = [...box.childNodes];
  else box = at;
  if (is(box.previousSibling, "hr")) box.previousSibling.remove();
  li.append(...taken);
  return li;
}

// lists makes lists of paragraphs that Word marks as items.
function lists(root) {
  let open = [];
  for (const c of [...root.childNodes]) {
    const mark = c.dataset?.list;
    if (!mark) { open = []; continue; }
    const [digit, name] = mark.split(" "), level = Math.min(Math.max(Number(digit), 1), open.length + 1);
    open = open.slice(0, level);
    if (open.length === level && open[level - 1].localName !== name) open = open.slice(0, level - 1);
    if (open.length < level) {
      const l = root.ownerDocument.createElement(name);
      if (level === 1) c.before(l);
      else open[level - 2].lastChild.append(l);
      open.push(l);
    }
    const li = root.ownerDocument.createElement("li");
    li.append(...c.childNodes);
    c.remove();
    open[level - 1].append(li);
  }
}

// tidyBlocks drops what programs leave in and between blocks.
function tidyBlocks(n) {
  for (const c of [...n.childNodes]) {
    if (c.nodeType === 3) {
      c.data = c.data.replace(/[ \u00a0]{2,}/g, " ");
      if (is(c.previousSibling, "br")) c.data = c.data.replace(/^[ \t\n]+/, "");
    } else if (is(c, "colgroup")) c.remove();
    else if (is(c, "hr")) {
      for (const a of [...c.attributes]) c.removeAttribute(a.name);
      if (is(c.previousSibling, "hr")) c.remove();
    } else if (!is(c, "pre") && c.parentNode === n) {
      c.removeAttribute("data-list");
      c.removeAttribute("data-note");
      joinTwins(c);
      tidyBlocks(c);
      tidyBlock(c);
    }
  }
}

const bare = n => n.attributes.length === 0;

// joinTwins makes one of inline elements that stand side by side and say the same.
function joinTwins(n) {
  for (let c = n.firstChild; c; c = c.nextSibling) {
    if (c.nodeType !== 1 || kindOf(c.localName) !== "inline" || /^(q|ruby)$/.test(c.localName) || !bare(c)) continue;
    for (let t = c.nextSibling; is(t, c.localName) && bare(t); t = c.nextSibling) {
      c.append(...t.childNodes);
      t.remove();
    }
  }
}

const isOrnament = s => s !== "" && [...s].length <= 60 && /^[\s*~\-–—_=#+·•°⁂⁎✦✧★☆❖❦♦◆◇○●]*$/u.test(s) && /\S/.test(s);

// textOf gives the words of a block, with no space at its ends.
const textOf = n => n.textContent.replace(/\u00a0/g, " ").trim();

// tidyBlock drops an empty paragraph, makes a rule of a drawn one, and takes a lone
// paragraph out of an item or a cell.
function tidyBlock(n) {
  const empty = textOf(n) === "" && !n.querySelector("img");
  if (is(n, "p")) {
    trimBlanks(n);
    if (empty) n.remove();
    else if (isOrnament(textOf(n))) is(n.previousSibling, "hr") ? n.remove() : n.replaceWith(n.ownerDocument.createElement("hr"));
  } else if (/^h\d$/.test(n.localName) && empty) n.remove();
  else if (is(n, "li") && !n.classList.contains("fn") || is(n, "td") || is(n, "th")) {
    trimBlanks(n);
    const p = n.firstChild;
    if (is(p, "p") && bare(p) && (!p.nextSibling || is(p.nextSibling, "ul") || is(p.nextSibling, "ol"))) unwrap(p);
  }
}

// trimBlanks drops white space, no-break spaces and line breaks at both ends.
function trimBlanks(n) {
  for (const [end, blanks] of [["firstChild", /^[ \t\n\u00a0]+/], ["lastChild", /[ \t\n\u00a0]+$/]]) {
    for (let c = n[end]; c; c = n[end]) {
      if (c.nodeType === 3) {
        c.data = c.data.replace(blanks, "");
        if (c.data) break;
      } else if (!is(c, "br")) break;
      c.remove();
    }
  }
}
