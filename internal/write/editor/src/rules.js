// Markdown while typing: "# ", "> ", "- ", "1. ", "---", **bold**, *italic*, ~~struck~~, `code`.
// Backspace right after takes the change back.
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

const markRule = (pattern, type) => new InputRule(pattern, (state, match, start, end) => {
  const [all, before, words] = match, from = start + before.length;
  if (state.doc.rangeHasMark(from, end, marks.code)) return null;
  // The last sign has not come into the text yet.
  const sign = (all.length - before.length - words.length) / 2;
  const tr = state.tr.delete(from + sign + words.length, end).delete(from, from + sign);
  return tr.addMark(from, from + words.length, type.create()).removeStoredMark(type);
});

const rule = new InputRule(/^(---|\*\*\*|\* \* \*)$/, (state, match, start, end) => {
  const $from = state.doc.resolve(start);
  if ($from.depth !== 1 || $from.parent.type !== nodes.p) return null;
  const tr = state.tr.replaceWith($from.before(), $from.after(), [nodes.hr.create(), nodes.p.create()]);
  return tr.setSelection(TextSelection.near(tr.doc.resolve($from.before() + 2)));
});

export const markdown = () => inputRules({ rules: [
  ...[1, 2, 3, 4].map(n => textblockTypeInputRule(new RegExp(`^#{${n}}\\s$`), nodes["h" + n])),
  wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  wrappingInputRule(/^\s*[-+*]\s$/, nodes.ul),
  wrappingInputRule(/^1\.\s$/, nodes.ol),
  textblockTypeInputRule(/^```$/, nodes.pre),
  rule,
  markRule(/(^|[^*\p{L}\p{N}])\*\*([^*\s][^*]*[^*\s]|[^*\s])\*\*$/u, marks.strong),
  markRule(/(^|[^*\p{L}\p{N}])\*([^*\s][^*]*[^*\s]|[^*\s])\*$/u, marks.em),
  markRule(/(^|[^_\p{L}\p{N}])_([^_\s][^_]*[^_\s]|[^_\s])_$/u, marks.em),
  markRule(/(^|[^~])~~([^~\s][^~]*[^~\s]|[^~\s])~~$/, marks.s),
  markRule(/(^|[^`])`([^`]+)`$/, marks.code),
] });
