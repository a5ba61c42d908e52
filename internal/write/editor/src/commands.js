// What the toolbar, the keys and the slash menu do.
import { chainCommands, createParagraphNear, exitCode, lift, setBlockType, splitBlock, wrapIn } from "prosemirror-commands";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { hasClass, set } from "./attrs.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

// Elements that say the same to a reader; the first is what we write.
export const alike = { strong: ["strong", "b"], em: ["em", "i"], s: ["s", "strike", "del"], u: ["u", "ins"], sup: ["sup"], sub: ["sub"], code: ["code", "tt"], small: ["small"], cite: ["cite"] };

// isOn tells whether all that is selected, or what is typed next, has a mark.
export function isOn(state, name) {
  const has = list => list.some(m => alike[name].includes(m.type.name));
  const { from, to, empty, $from } = state.selection;
  if (empty) return has(state.storedMarks ?? $from.marks());
  let all = true, any = false;
  state.doc.nodesBetween(from, to, n => { if (n.isText) { any = true; all &&= has(n.marks); } });
  return any && all;
}

// toggle sets or takes away a mark and its like.
export const toggle = name => (state, dispatch) => {
  const { empty, ranges, $cursor } = state.selection;
  if (empty && !$cursor) return false;
  if (!dispatch) return true;
  const tr = state.tr, on = isOn(state, name);
  if ($cursor) {
    for (const n of alike[name]) tr.removeStoredMark(marks[n]);
    if (!on) tr.addStoredMark(marks[name].create());
  } else {
    for (const { $from, $to } of ranges) {
      for (const n of alike[name]) tr.removeMark($from.pos, $to.pos, marks[n]);
      if (!on) tr.addMark($from.pos, $to.pos, marks[name].create());
    }
  }
  dispatch(tr.scrollIntoView());
  return true;
};

export const block = (name, a = "") => setBlockType(nodes[name], { a });

// around gives the innermost node of a name (and class) round the selection, with its depth.
export function around(state, name, cls) {
  const { $from } = state.selection;
  for (let d = $from.depth; d > 0; d--) {
    const n = $from.node(d);
    if (n.type.name === name && (!cls || hasClass(n.attrs.a, cls))) return { node: n, depth: d, pos: $from.before(d) };
  }
  return null;
}

// wrap puts the selected blocks into a block, or takes them out of it.
export const wrap = (name, cls) => (state, dispatch) => {
  const in_ = around(state, name, cls);
  if (!in_) return wrapIn(nodes[name], { a: cls ? set("", "class", cls) : "" })(state, dispatch);
  if (dispatch) dispatch(state.tr.replaceWith(in_.pos, in_.pos + in_.node.nodeSize, in_.node.content).scrollIntoView());
  return true;
};

// asParagraphs makes the bare lines of the selection paragraphs, which may stand anywhere.
function asParagraphs(state, tr = state.tr) {
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (n, pos) => { if (n.type === nodes.line) tr.setNodeMarkup(pos, nodes.p); });
  return tr;
}

const outOf = item => (state, dispatch) => {
  const tr = asParagraphs(state);
  return liftListItem(item)(state.apply(tr), lifted => {
    if (!dispatch) return;
    for (const s of lifted.steps) tr.step(s);
    dispatch(tr.scrollIntoView());
  });
};

export const outdent = outOf(nodes.li);
export const indent = sinkListItem(nodes.li);

// list makes a list of the selected blocks, changes its kind, or ends it.
export const list = name => (state, dispatch) => {
  const here = around(state, name), other = around(state, name === "ul" ? "ol" : "ul");
  if (here && (!other || here.depth > other.depth)) return outdent(state, dispatch);
  if (!other) return wrapInList(nodes[name])(state, dispatch);
  if (dispatch) dispatch(state.tr.setNodeMarkup(other.pos, nodes[name], { a: "" }));
  return true;
};

// An empty item ends its list; a full one is followed by the next.
export const enterInList = chainCommands(splitListItem(nodes.li), (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.content.size || $from.depth < 2 || $from.node(-1).type !== nodes.li) return false;
  return outdent(state, dispatch);
});

// At the beginning of an item Backspace takes it out of its list.
export const backspaceInList = (state, dispatch) => {
  const { $cursor } = state.selection;
  if (!$cursor || $cursor.parentOffset || $cursor.depth < 2 || $cursor.node(-1).type !== nodes.li || $cursor.index(-1)) return false;
  return outdent(state, dispatch);
};

// At the end of a heading or an empty place at the end of a block one goes on outside.
export const enterSummary = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.summary) return false;
  if (dispatch) dispatch(state.tr.setSelection(Selection.near(state.doc.resolve($from.after()))).scrollIntoView());
  return true;
};

export const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.br.create()).scrollIntoView());
  return true;
});

export const sceneBreak = (state, dispatch) => {
  const { $from } = state.selection, tr = state.tr;
  if (!dispatch) return true;
  const depth = Math.max(1, topOfBlock($from)), full = $from.parent.isTextblock && $from.parent.content.size > 0;
  const after = [nodes.hr.create(), nodes.p.create()];
  const at = full ? $from.after(depth) : $from.before(depth);
  if (full) tr.insert(at, after);
  else tr.replaceWith(at, $from.after(depth), after);
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 2))).scrollIntoView());
  return true;
};

// topOfBlock is the depth of the block in which paragraphs may stand beside ours.
function topOfBlock($pos) {
  for (let d = $pos.depth; d > 1; d--) if ($pos.node(d - 1).type === nodes.doc || $pos.node(d - 1).type.name === "div") return d;
  return 1;
}

export const details = (state, dispatch) => {
  if (around(state, "details")) return false;
  const range = state.selection.$from.blockRange(state.selection.$to, n => n.type === nodes.doc);
  if (!range) return false;
  if (!dispatch) return true;
  const inside = [];
  for (let i = range.startIndex; i < range.endIndex; i++) inside.push(range.parent.child(i));
  const tr = state.tr.replaceWith(range.start, range.end, nodes.details.create(null, [nodes.summary.create(), ...inside]));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, range.start + 2)).scrollIntoView());
  return true;
};

export const table = (rows, columns) => (state, dispatch) => {
  const row = () => nodes.tr.create(null, Array.from({ length: columns }, () => nodes.td.create(null, nodes.line.create())));
  const made = nodes.table.create(null, nodes.tbody.create(null, Array.from({ length: rows }, row)));
  if (dispatch) dispatch(state.tr.replaceSelectionWith(made).scrollIntoView());
  return true;
};

// nextCell goes on in a table; after the last cell there is a new row.
export const nextCell = by => (state, dispatch) => {
  const cell = around(state, "td") ?? around(state, "th");
  if (!cell) return false;
  const places = [], t = around(state, "table");
  t.node.descendants((n, pos) => { if (/^t[dh]$/.test(n.type.name)) places.push(t.pos + 1 + pos); });
  const to = places[places.indexOf(cell.pos) + by];
  if (!dispatch) return true;
  const tr = state.tr;
  if (to !== undefined) {
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(to + 1))).scrollIntoView());
  } else if (by > 0) {
    const { $from } = state.selection, row = $from.node(cell.depth - 1), end = $from.after(cell.depth - 1);
    tr.insert(end, nodes.tr.create(null, row.children.map(c => nodes.td.create({ a: set(set(c.attrs.a, "rowspan", ""), "scope", "") }, nodes.line.create()))));
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end + 2))).scrollIntoView());
  }
  return true;
};

// align sets how the selected blocks stand: "", "center", "right".
export const align = value => (state, dispatch) => {
  const { from, to } = state.selection, tr = state.tr;
  state.doc.nodesBetween(from, to, (n, pos) => { if (n.isTextblock && n.type !== nodes.line) tr.setNodeMarkup(pos, null, { ...n.attrs, a: set(n.attrs.a, "align", value) }); });
  dispatch?.(tr);
  return tr.docChanged;
};

export const clear = (state, dispatch) => {
  const { from, to } = state.selection, tr = state.tr;
  for (const m of Object.values(marks)) if (m.name !== "a") tr.removeMark(from, to, m);
  dispatch?.(tr);
  return true;
};

export { createParagraphNear, lift, NodeSelection, splitBlock };
