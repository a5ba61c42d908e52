// The schema: a node for each block of the allow-list, a mark for each inline element.
// Three nodes are our own: `line` is bare text beside blocks (in a list item, a cell),
// `fnref` the mark of a footnote, and `raw` keeps as it is what can't be edited here.
import { Schema } from "prosemirror-model";
import { names } from "./allow.js";
import { get, object } from "./attrs.js";

const withAttrs = { a: { default: "" } };

// shown gives the attributes of a node for the page: what would load, run or jump stays out.
function shown(a, more) {
  const { src, href, cite, open, ...rest } = object(a);
  return { ...rest, ...more };
}

const block = (name, content, more) => ({ content, attrs: withAttrs, toDOM: n => [name, shown(n.attrs.a), 0], ...more });

function nodes() {
  const n = {
    doc: { content: "block+" },
    p: block("p", "inline*", { group: "block" }),
    line: { content: "inline*", toDOM: () => ["div", { class: "line" }, 0] },
  };
  for (const name of names("leaf")) if (!n[name]) {
    n[name] = block(name, "inline*", /^h\d$/.test(name) ? { group: "block", defining: true } : { defining: true });
  }
  n.summary.toDOM = () => ["div", { class: "summary" }, 0];
  n.caption.isolating = true;
  n.pre = block("pre", "inline*", { group: "block", code: true, defining: true });
  for (const name of names("auto")) n[name] = block(name, "block+", { group: "block", defining: true });
  Object.assign(n.details, { content: "summary? block+", isolating: true, toDOM: d => ["div", shown(d.attrs.a, { class: "details " + get(d.attrs.a, "class") }), 0] });
  for (const name of names("flow")) n[name] = block(name, "(line | block)+", { defining: true });
  delete n.audio;
  delete n.video;
  Object.assign(n.address, { group: "block" });
  Object.assign(n.figure, { group: "block", content: "(line | block | figcaption)+" });
  n.td.isolating = n.th.isolating = true;
  for (const name of names("list")) n[name] = block(name, "li+", { group: "block" });
  n.dl = block("dl", "(dt | dd)+", { group: "block" });
  n.table = block("table", "caption? colgroup* (thead | tbody | tfoot)+", { group: "block", isolating: true });
  for (const name of names("rows")) n[name] = block(name, "tr+");
  n.tr = block("tr", "(td | th)+");
  n.colgroup = block("colgroup", "col*");
  n.col = { attrs: withAttrs, toDOM: c => ["col", shown(c.attrs.a)] };
  n.hr = { group: "block", attrs: withAttrs, toDOM: h => ["hr", shown(h.attrs.a)] };
  n.raw = { group: "block", attrs: { html: {} }, atom: true, toDOM: () => ["div", { class: "raw" }] };
  n.br = { group: "inline", inline: true, selectable: false, attrs: withAttrs, linebreakReplacement: true, toDOM: () => ["br"] };
  n.img = { group: "inline", inline: true, draggable: true, attrs: withAttrs, toDOM: i => ["img", { src: get(i.attrs.a, "src"), alt: get(i.attrs.a, "alt") }] };
  n.fnref = { group: "inline", inline: true, atom: true, attrs: { ...withAttrs, label: {} }, toDOM: f => ["span", { class: "fnref", title: f.attrs.label }, f.attrs.label] };
  n.place = { group: "inline", inline: true, atom: true, attrs: { html: {} }, toDOM: () => ["span", { class: "place" }] };
  n.text = { group: "inline" };
  return n;
}

// `n` tells apart elements that stand side by side or inside each other and are alike.
const mark = name => ({
  attrs: { a: { default: "" }, n: { default: 0 } }, excludes: "", inclusive: name !== "a" && name !== "rt",
  toDOM: m => [name, name === "a" ? { ...shown(m.attrs.a), "data-href": get(m.attrs.a, "href") } : shown(m.attrs.a), 0],
});

export const schema = new Schema({ nodes: nodes(), marks: Object.fromEntries(names("inline").map(n => [n, mark(n)])) });

// Marks keep the order in which they were set or written: which of two elements is
// the outer one is the author's to say.
for (const m of Object.values(schema.marks)) m.rank = 0;

export const isMedia = name => ["audio", "video", "iframe", "embed"].includes(name);
