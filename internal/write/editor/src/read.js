// HTML read into the editor: a clean tree as nodes of the schema. What does not fit
// the schema is kept as it is in a `raw` block.
import { Fragment, Slice } from "prosemirror-model";
import { kindOf } from "./allow.js";
import { format } from "./attrs.js";
import { build, isBlock } from "./build.js";
import { isMedia, schema } from "./schema.js";

const attrsOf = el => format([...el.attributes].map(a => [a.name, a.value]));

// read gives a text as a document.
export function read(source) {
  const blocks = blocksOf(build(source));
  return schema.nodes.doc.create(null, blocks.length ? blocks : [schema.nodes.p.create()]);
}

// slice gives a clean tree as what is put in at the cursor: a lone paragraph goes
// into the one where the cursor stands.
export function slice(tree) {
  const content = Fragment.from(blocksOf(tree));
  const open = n => n && (n.type.name === "p" || /^h\d$/.test(n.type.name)) ? 1 : 0;
  return new Slice(content, open(content.firstChild), open(content.lastChild));
}

function blocksOf(el) {
  return [...el.children].map(block);
}

function raw(el) { return schema.nodes.raw.create({ html: el.outerHTML }); }

// block gives the node of a block element, or keeps it as it is.
function block(el) {
  const name = el.localName, type = schema.nodes[name];
  if (isMedia(name) || !type) return raw(el);
  const content = Fragment.from(contentOf(el, name));
  if (!type.validContent(content)) return raw(el);
  return type.create({ a: attrsOf(el) }, content);
}

const { p, line, summary } = schema.nodes;

function contentOf(el, name) {
  switch (kindOf(name)) {
    case "leaf": return inlines(el.childNodes, false);
    case "preform": return inlines(el.childNodes, true);
    case "auto": {
      const blocks = blocksOf(el);
      return blocks.some(b => b.type !== summary) ? blocks : [...blocks, p.create()];
    }
    case "flow": return mixed(el);
    case "void": return [];
  }
  return blocksOf(el);
}

// mixed gives blocks with the bare text between them as lines.
function mixed(el) {
  const out = [];
  let run = [];
  const end = () => {
    const text = inlines(run, false);
    if (run.some(n => n.nodeType === 1 || /[^ \t\n]/.test(n.data)) && text.length) out.push(line.create(null, text));
    run = [];
  };
  for (const c of el.childNodes) {
    if (!isBlock(c)) { run.push(c); continue; }
    end();
    out.push(block(c));
  }
  end();
  return out.length ? out : [line.create()];
}

function inlines(childNodes, pre) {
  const out = [];
  for (const c of childNodes) inline(c, [], pre, out);
  return out;
}

function inline(c, marks, pre, out) {
  if (c.nodeType === 3) {
    const text = pre ? c.data : c.data.replace(/\n/g, " ");
    if (text) out.push(schema.text(text, marks));
    return;
  }
  const name = c.localName, a = attrsOf(c);
  if (name === "br" || name === "img") return void out.push(schema.nodes[name].create({ a }, null, marks));
  if (c.matches("a.fnref") && c.childNodes.length === 1 && c.firstChild.nodeType === 3) {
    return void out.push(schema.nodes.fnref.create({ a, label: c.textContent }, null, marks));
  }
  if (!c.firstChild) return void out.push(schema.nodes.place.create({ html: c.outerHTML }, null, marks));
  const inner = [...marks, schema.marks[name].create({ a, n: number(c, name, a, marks) })];
  for (const x of c.childNodes) inline(x, inner, pre, out);
}

const numbers = new WeakMap();

// number tells an element from its like right before it and round it.
function number(el, name, a, marks) {
  const before = el.previousSibling;
  const alike = before?.nodeType === 1 && before.localName === name && attrsOf(before) === a ? numbers.get(before) : undefined;
  let n = 0;
  while (n === alike || marks.some(m => m.type.name === name && m.attrs.a === a && m.attrs.n === n)) n++;
  numbers.set(el, n);
  return n;
}
