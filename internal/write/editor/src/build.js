// Any HTML as the clean tree that the schema knows: what internal/prose does with a
// text, on the tree that the browser's parser gives. The cleaner has the last word.
import { kindOf, maxInlines, plainName, value } from "./allow.js";

const blank = s => !/[^ \t\n]/.test(s);
const trimEnd = s => s.replace(/[ \t\n]+$/, "");
const isLeafFrame = f => f.kind === "leaf";

// declarations reads an inline style, names and values in lower case.
export function declarations(style) {
  const d = {};
  for (const part of (style ?? "").split(";")) {
    const at = part.indexOf(":");
    if (at > 0) d[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim().toLowerCase();
  }
  return d;
}

// styled gives the elements that say what a span's style says.
function styled(d) {
  const gives = [];
  if (/^(bold|bolder|[6-9]00)$/.test(d["font-weight"])) gives.push({ name: "strong", attrs: [] });
  if (/^(italic|oblique)$/.test(d["font-style"])) gives.push({ name: "em", attrs: [] });
  const line = `${d["text-decoration"]} ${d["text-decoration-line"]}`;
  if (line.includes("underline")) gives.push({ name: "u", attrs: [] });
  if (line.includes("line-through")) gives.push({ name: "s", attrs: [] });
  if (d["vertical-align"] === "super") gives.push({ name: "sup", attrs: [] });
  if (d["vertical-align"] === "sub") gives.push({ name: "sub", attrs: [] });
  return gives;
}

const plainStyle = d => /^(normal|400)$/.test(d["font-weight"]) || d["font-style"] === "normal";

export class Builder {
  // pasted, if given, tells how the program that made the text meant it (paste.js).
  constructor(doc, pasted) {
    this.doc = doc;
    this.pasted = pasted;
    this.root = doc.createElement("div");
    this.frames = [{ node: this.root, kind: "auto", made: false }];
    this.marks = [];
    this.live = 0;
    this.settle();
  }

  build(body) {
    for (const c of body.childNodes) this.walk(c);
    this.popTo(0);
    this.settle();
    return this.root;
  }

  get top() { return this.frames[this.frames.length - 1]; }

  walk(node) {
    if (node.nodeType === 3) return this.text(node.data);
    if (node.nodeType !== 1) return;
    const name = plainName(node), kind = kindOf(name);
    if (kind === "removed" || this.skips(node, name)) return;
    if (!kind) return this.children(node);
    if (kind === "boundary") { this.part(); this.children(node); return this.part(); }
    if (kind === "inline") return this.inline(node, name);
    if (name === "br") return this.lineBreak();
    if (name === "img") return this.picture(node);
    if (kind === "void" || kind === "frame") return this.voidBlock(node, name);
    if (name === "audio" || name === "video") return this.media(node, name);
    this.block(node, name, kind);
  }

  children(node) { for (const c of node.childNodes) this.walk(c); }

  skips(node, name) {
    if (name === "a" && node.getAttribute("role") === "doc-backlink") return true;
    if (name !== "span" || (declarations(node.getAttribute("style"))["mso-list"] ?? "").replace(/ /g, "") !== "ignore") return false;
    this.pasted?.bullet(this.top.node, node.textContent);
    return true;
  }

  // attrs gives the attributes that stay, as [name, value].
  attrs(node, name) {
    const kept = [];
    for (const { name: key, value: v } of node.attributes) {
      const to = this.pasted?.drops(name, key, v) ? undefined : value(name, key, v);
      if (to !== undefined) kept.push([key, to]);
    }
    const align = declarations(this.pasted?.style(node) ?? node.getAttribute("style"))["text-align"];
    if (/^(center|right|justify)$/.test(align) && !this.pasted?.drops(name, "align", align) && kindOf(name) !== "inline" && !kept.some(p => p[0] === "align")) kept.push(["align", align]);
    if (name === "a" && kept.some(p => p[0] === "href") && !kept.some(p => p[0] === "rel")) kept.push(["rel", "nofollow"]);
    return kept.concat(this.pasted?.adds(node, name) ?? []);
  }

  inline(node, name) {
    this.flushSpace();
    const m = { name, gives: this.gives(node, name), used: false };
    if (this.marks.reduce((n, x) => n + x.gives.length, 0) + m.gives.length > maxInlines) m.gives = [];
    this.marks.push(m);
    this.children(node);
    this.flushSpace();
    const at = this.marks.indexOf(m);
    if (at < 0) return;
    if (!m.used && m.gives.some(e => e.attrs.some(([k, v]) => v && (k === "class" || k === "name"))) && /auto|leaf|preform|flow/.test(this.top.kind)) {
      this.makeParagraph();
      this.materialise(at + 1);
    }
    this.unmark(at);
    this.marks.splice(at, 1);
  }

  gives(node, name) {
    const style = declarations(this.pasted?.style(node) ?? node.getAttribute("style")), attrs = name === "a" && this.pasted ? this.pasted.link(this.attrs(node, name)) : this.attrs(node, name);
    if (/^(b|strong|em|i)$/.test(name) && (plainStyle(style) || /^docs-internal-guid/.test(node.id))) return [];
    if (name === "a" && !attrs.length) return [];
    if (name !== "span") return [{ name, attrs }];
    return attrs.length ? [{ name, attrs }, ...styled(style)] : styled(style);
  }

  // Bare text: line ends in it make paragraphs where nobody else did.
  text(s) {
    const f = this.top;
    if (this.pasted && f.kind !== "preform") s = s.replace(/[\n\r\t]/g, " ");
    switch (f.kind) {
      case "preform":
        if (!f.node.firstChild) s = s.replace(/^\n+/, "");
        return this.write(s);
      case "list": case "deflist": case "table": case "rows": case "row": case "columns":
        if (!blank(s)) { this.makeRoom(); this.text(s); }
        return;
      case "auto":
        if (!this.untouched()) return this.lines(s);
        if (!blank(s)) { this.paragraph(); this.phrase(s); }
        return;
      case "leaf":
        if (f.made && !this.untouched()) return this.lines(s);
        if (f.made && blank(s) && this.breaks > 0) return;
        if (f.made) this.paragraph();
        return this.phrase(s);
      default:
        this.phrase(s);
    }
  }

  untouched() { return this.marks.some(m => /^(a|abbr|acronym)$/.test(m.name)); }

  phrase(s) {
    const last = this.top.node.lastChild;
    if (!last || isBlock(last)) s = s.replace(/^[ \t\n]+/, "");
    if (!s) return;
    if (blank(s)) this.spot().append(s);
    else this.write(s);
  }

  lines(s) {
    for (const part of s.match(/\n|[ \t]+|[^\n]*[^\n \t]/g) ?? []) {
      if (part === "\n") { if (this.afterBr) this.afterBr = false; else this.breaks++; this.space = ""; }
      else if (blank(part)) { if (!this.breaks) this.space += part; }
      else {
        const words = part.replace(/^[ \t]+/, "");
        if (!this.breaks) this.space += part.slice(0, part.length - words.length);
        this.paragraph();
        this.write(words);
      }
    }
  }

  paragraph() {
    const f = this.top, breaks = this.breaks;
    if (f.kind === "auto") return this.push("p", "leaf", [], true);
    if (!f.made) return;
    if (!breaks) this.flushSpace();
    else if (breaks === 1) this.spot().append(this.doc.createElement("br"));
    else {
      this.pop();
      if (breaks > 2) { this.push("p", "leaf", [], true).append("\u00a0"); this.pop(); }
      this.push("p", "leaf", [], true);
    }
    this.breaks = 0;
    this.afterBr = false;
    this.space = "";
  }

  flushSpace() {
    if (this.space && !this.breaks && isLeafFrame(this.top)) this.spot().append(this.space);
    this.space = "";
  }

  lineBreak() {
    const f = this.top;
    if (f.kind === "preform") return this.text("\n");
    if (/list|table|row|columns/.test(f.kind)) return;
    if (f.kind === "auto" || f.made && !this.untouched()) {
      this.breaks++;
      this.afterBr = true;
      this.space = "";
      return;
    }
    if (f.made) this.paragraph();
    this.spot().append(this.doc.createElement("br"));
  }

  picture(node) {
    const attrs = this.attrs(node, "img");
    if (!attrs.some(p => p[0] === "src")) return;
    this.makeParagraph();
    this.materialise(this.marks.length);
    this.spot().append(this.element("img", attrs));
  }

  voidBlock(node, name) {
    if (name === "source" || name === "track") return;
    if (name === "col") {
      if (this.top.kind !== "columns") return;
    } else {
      if (this.top.kind === "preform") return;
      this.blockFits();
    }
    const attrs = this.attrs(node, name);
    if ((name === "iframe" || name === "embed") && !attrs.some(p => p[0] === "src")) return;
    this.trimLast(this.top.node);
    this.top.node.append(this.element(name, attrs));
    this.settle();
  }

  // Sound and films are kept as they are, with what stands inside for those who can't play them.
  media(node, name) {
    this.blockFits();
    const kept = this.element(name, this.attrs(node, name));
    for (const c of node.children) {
      const inner = plainName(c);
      if (inner === "source" || inner === "track") kept.append(this.element(inner, this.attrs(c, inner)));
    }
    const said = new Builder(this.doc, this.pasted);
    said.frames[0].kind = "flow";
    for (const c of node.childNodes) if (c.nodeType !== 1 || !/^(source|track)$/.test(plainName(c))) said.walk(c);
    said.popTo(0);
    kept.append(...said.root.childNodes);
    this.trimLast(this.top.node);
    this.top.node.append(kept);
    this.settle();
  }

  block(node, name, kind) {
    if (!this.fits(node, name, kind)) { this.part(); this.children(node); return this.part(); }
    this.push(name, kind, this.attrs(node, name), false);
    const me = this.top, outer = this.marks;
    const apart = /^(td|th|caption)$/.test(name);
    if (apart) this.marks = [];
    this.children(node);
    const at = this.frames.indexOf(me);
    if (at > 0) { this.popTo(at); this.pop(); }
    if (apart) { this.marks = outer; this.unmark(0); }
  }

  // fits makes room for a block and tells whether it may stand here.
  fits(node, name, kind) {
    if (this.top.kind === "preform") return false;
    const holder = { li: "list", dt: "deflist", dd: "deflist" }[name];
    if (holder) {
      for (let i = this.frames.length - 1; i >= 0 && endsWithItem(this.frames[i], holder); i--) {
        if (this.frames[i].kind === holder) { this.popTo(i); return true; }
      }
      this.blockFits();
      this.push(holder === "list" ? "ul" : "dl", holder, [], true);
      return true;
    }
    const inside = { caption: "table", colgroup: "table", thead: "table", tbody: "table", tfoot: "table", tr: "rows", td: "row", th: "row" }[name];
    if (inside) return this.top.kind === inside;
    if (name === "summary") { this.closeLeaf(); return this.top.node.localName === "details" && this.top.node.firstChild?.localName !== "summary"; }
    if (name === "figcaption") { this.closeLeaf(); return this.top.node.localName === "figure" && !this.top.node.querySelector(":scope > figcaption"); }
    if (this.inEmptyLeaf(kind)) return false;
    this.blockFits();
    return true;
  }

  inEmptyLeaf(kind) {
    const f = this.top;
    if (!isLeafFrame(f) || f.node.localName === "p") return false;
    return f.node.localName === "caption" || !f.node.firstChild && /^(leaf|auto|preform)$/.test(kind);
  }

  blockFits() {
    this.closeLeaf();
    while (this.top.kind !== "auto" && this.top.kind !== "flow") this.makeRoom();
  }

  closeLeaf() { while (isLeafFrame(this.top)) this.pop(); }

  // makeRoom opens what is missing where words or a block stand right inside a list or table.
  makeRoom() {
    const f = this.top;
    switch (f.kind) {
      case "list": case "deflist": {
        const item = f.kind === "list" ? "li" : "dd", last = f.node.lastChild;
        if (f.made) return this.pop();
        if (last?.localName === item) return this.enter(last, "flow", false);
        return this.push(item, "flow", [], true);
      }
      case "table": return this.push("tbody", "rows", [], true);
      case "rows": return this.push("tr", "row", [], true);
      case "row": return this.push("td", "flow", [], true);
    }
    this.pop();
  }

  makeParagraph() {
    const f = this.top;
    if (/^(list|deflist|table|rows|row|columns)$/.test(f.kind)) { this.makeRoom(); return this.makeParagraph(); }
    if (f.kind === "auto" || isLeafFrame(f) && f.made) this.paragraph();
  }

  part() {
    const f = this.top;
    if (f.node.localName === "p") this.pop();
    else if (f.kind === "preform" && f.node.firstChild) this.write("\n");
    else this.gap();
  }

  gap() {
    const f = this.top, last = f.node.lastChild;
    if ((f.kind === "flow" || isLeafFrame(f)) && last && !isBlock(last)) { this.unmark(0); f.node.append(" "); }
  }

  element(name, attrs) {
    const el = this.doc.createElement(name);
    for (const [k, v] of attrs) el.setAttribute(k, v);
    return el;
  }

  push(name, kind, attrs, made) {
    const el = this.element(name, attrs), parent = this.top.node;
    this.trimLast(parent);
    if (name === "summary") parent.prepend(el); else parent.append(el);
    this.enter(el, kind, made);
    return el;
  }

  enter(node, kind, made) { this.settle(); this.frames.push({ node, kind, made }); }

  popTo(i) { while (this.frames.length > i + 1) this.pop(); }

  pop() {
    this.settle();
    const { node, kind } = this.frames.pop();
    if (kind !== "preform") this.trimLast(node);
    if (node.firstChild || meansSomethingEmpty(node)) return;
    node.remove();
    this.gap();
  }

  settle() {
    this.breaks = 0;
    this.afterBr = false;
    this.space = "";
    this.unmark(0);
  }

  unmark(n) { this.live = Math.min(this.live, n); }

  spot() { return this.live ? this.marks[this.live - 1].node : this.top.node; }

  materialise(n) {
    while (this.live < n) {
      const m = this.marks[this.live];
      let at = this.spot();
      for (const e of m.gives) {
        const attrs = m.used ? e.attrs.filter(p => p[0] !== "name") : e.attrs;
        if (!attrs.length && (e.name === "a" || e.name === "span")) continue;
        const el = this.element(e.name, attrs);
        at.append(el);
        at = el;
      }
      m.node = at;
      m.used = true;
      this.live++;
    }
  }

  write(s) {
    if (!s) return;
    this.materialise(this.marks.length);
    this.spot().append(s);
  }

  trimLast(n) {
    for (let c = n.lastChild; c?.nodeType === 3; c = n.lastChild) {
      c.data = trimEnd(c.data);
      if (c.data) return;
      c.remove();
    }
  }
}

const blockKinds = new Set(["leaf", "preform", "auto", "flow", "list", "deflist", "table", "rows", "row", "columns", "frame"]);
export function isBlock(n) {
  if (n.nodeType !== 1) return false;
  const k = kindOf(n.localName);
  return blockKinds.has(k) || k === "void" && n.localName !== "br" && n.localName !== "img";
}

// endsWithItem tells whether the next item of a list may end a block, or is its list.
const endsWithItem = (f, holder) => f.kind === "leaf" || f.kind === holder || /^(li|dt|dd|div|center|address)$/.test(f.node.localName);

function meansSomethingEmpty(n) {
  switch (n.localName) {
    case "li": case "dd": case "td": case "th": return true;
    case "p": case "colgroup": return n.attributes.length > 0;
    case "div": return n.className !== "";
  }
  return false;
}

// build gives a text as a clean tree.
export function build(source, pasted) {
  const parsed = new DOMParser().parseFromString(source, "text/html");
  return new Builder(document.implementation.createHTMLDocument(""), pasted).build(parsed.body);
}
