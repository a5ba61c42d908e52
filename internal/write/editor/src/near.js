// In long chapters the browser lays out only what is on the screen. The blocks round
// the cursor are always laid out: a cursor can't be set where nothing is, and letters
// typed quickly would go astray. While somebody types, the browser need not even look
// which of the others come near: it would at every key, and for each of them.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const long = 150, round = 100, pause = 4000;

export const near = () => new Plugin({
  view: view => new Typing(view),
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

// Typing marks the page while letters come in, until there is a pause, another key, or
// one looks at blocks that are not near.
class Typing {
  constructor(view) {
    this.view = view;
    this.now = false;
    this.look = () => { if (this.now && !this.inSight()) this.end(); };
    this.key = e => { if (this.now && e.key.length > 1 && !/^(Backspace|Delete|Enter|Shift|Dead|Process|Unidentified)$/.test(e.key)) this.end(); };
    addEventListener("scroll", this.look, { passive: true, capture: true });
    addEventListener("resize", this.look);
    view.dom.addEventListener("keydown", this.key);
    view.dom.addEventListener("blur", this.stop = () => this.end());
  }

  update({ state: { doc } }, before) {
    if (doc === before.doc || doc.childCount <= long) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), pause);
    if (!this.now && this.inSight()) this.mark(true);
  }

  // inSight tells whether nothing but near blocks is on the screen.
  inSight() {
    const all = this.view.dom.getElementsByClassName("near"), first = all[0], last = all[all.length - 1];
    if (!first) return false;
    const above = first === this.view.dom.firstChild || first.getBoundingClientRect().top <= 0;
    return above && (last === this.view.dom.lastChild || last.getBoundingClientRect().bottom >= innerHeight);
  }

  end() {
    clearTimeout(this.timer);
    if (this.now) this.mark(false);
  }

  mark(now) {
    this.now = now;
    this.view.dom.parentNode.toggleAttribute("data-typing", now);
  }

  destroy() {
    clearTimeout(this.timer);
    removeEventListener("scroll", this.look, { capture: true });
    removeEventListener("resize", this.look);
  }
}
