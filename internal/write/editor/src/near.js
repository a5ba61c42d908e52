// In long chapters the browser lays out only what is on the screen. The blocks round
// the cursor are always laid out: a cursor can't be set where nothing is, and letters
// typed quickly would go astray.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const long = 150, round = 20;

export const near = () => new Plugin({
  props: {
    attributes: state => (state.doc.childCount > long ? { "data-long": "" } : null),
    decorations({ doc, selection }) {
      if (doc.childCount <= long) return null;
      const at = selection.$head.index(0), from = Math.max(0, at - round), to = Math.min(doc.childCount, at + round + 1);
      let pos = selection.$head.depth ? selection.$head.before(1) : selection.head;
      for (let i = at; i > from; i--) pos -= doc.child(i - 1).nodeSize;
      const shown = [];
      for (let i = from; i < to; i++) {
        const size = doc.child(i).nodeSize;
        shown.push(Decoration.node(pos, pos + size, { class: "near" }));
        pos += size;
      }
      return DecorationSet.create(doc, shown);
    },
  },
});
