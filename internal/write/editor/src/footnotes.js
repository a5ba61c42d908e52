// Footnotes: marks in the text, and a list of notes at the end, numbered in the order
// of the marks.
import { TextSelection } from "prosemirror-state";
import { get, hasClass, set } from "./attrs.js";
import { schema } from "./schema.js";

const { nodes } = schema;
const numberOf = ref => /^#fn(-?\d+)$/.exec(get(ref.attrs.a, "href"))?.[1];

// listOf gives the list of notes, or null.
function listOf(doc) {
  let found = null;
  doc.forEach((n, pos) => { if (n.type === nodes.ol && hasClass(n.attrs.a, "footnotes")) found = { node: n, pos }; });
  return found;
}

// notePlace gives the position inside the note of a number.
export function notePlace(doc, number) {
  const list = listOf(doc);
  let at = -1;
  list?.node.forEach((li, offset) => { if (get(li.attrs.a, "value") === number) at = list.pos + 1 + offset; });
  return at;
}

// insertNote puts a mark at the cursor and goes to its note.
export const insertNote = (state, dispatch) => {
  const { $from, to } = state.selection;
  if (!$from.parent.inlineContent || $from.parent.type.spec.code) return false;
  if (!dispatch) return true;
  const tr = state.tr, fresh = "0";
  tr.insert(to, nodes.fnref.create({ a: ' class="fnref" href="#fn0" rel="nofollow"', label: "0" }));
  const note = nodes.li.create({ a: ` class="fn" value="${fresh}"` }, nodes.p.create());
  const list = listOf(tr.doc);
  if (list) tr.insert(list.pos + list.node.nodeSize - 1, note);
  else tr.insert(tr.doc.content.size, nodes.ol.create({ a: ' class="footnotes"' }, note));
  const number = renumber(tr);
  const at = notePlace(tr.doc, number);
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  return true;
};

// renumber gives marks and notes numbers in the order of the marks, and tells which
// number the new one ("0") has. Marks without a note stay as they are.
function renumber(tr) {
  const to = new Map(), marks = [], list = listOf(tr.doc);
  const known = new Set(list.node.children.map(li => get(li.attrs.a, "value")));
  tr.doc.descendants((n, pos) => {
    const old = n.type === nodes.fnref ? numberOf(n) : undefined;
    if (!known.has(old)) return;
    if (!to.has(old)) to.set(old, String(to.size + 1));
    marks.push([pos, n, old]);
  });
  for (const [pos, n, old] of marks) {
    const now = to.get(old), label = n.attrs.label === old ? now : n.attrs.label;
    if (now !== old) tr.setNodeMarkup(pos, null, { a: set(n.attrs.a, "href", "#fn" + now), label }, n.marks);
  }
  let rest = to.size;
  const number = li => { const v = get(li.attrs.a, "value"); return to.get(v) ?? (to.set(v, String(++rest)), String(rest)); };
  const notes = list.node.children.map(li => [Number(number(li)), li]).sort((x, y) => x[0] - y[0])
    .map(([n, li]) => li.type.create({ a: set(li.attrs.a, "value", String(n)) }, li.content));
  tr.replaceWith(list.pos, list.pos + list.node.nodeSize, nodes.ol.create(list.node.attrs, notes));
  return to.get("0");
}

// backToMark goes from a note to its mark, or from a mark to its note.
export const backToMark = (state, dispatch) => {
  const { $from } = state.selection;
  const near = [$from.nodeBefore, $from.nodeAfter, state.selection.node].find(n => n?.type === nodes.fnref);
  let at = near ? notePlace(state.doc, numberOf(near)) + 1 : 0;
  for (let d = $from.depth; d > 0 && !near; d--) {
    const li = $from.node(d);
    if (li.type !== nodes.li || !hasClass(li.attrs.a, "fn")) continue;
    const number = get(li.attrs.a, "value");
    state.doc.descendants((n, pos) => { if (!at && n.type === nodes.fnref && numberOf(n) === number) at = pos + 1; });
  }
  if (!at) return false;
  dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))).scrollIntoView());
  return true;
};
