// The slash menu: "/" at the beginning of a paragraph lists what can be put there.
import { Plugin, PluginKey } from "prosemirror-state";
import { t } from "./say.js";
import { h, place } from "./ui.js";

const key = new PluginKey("slash");

// query is what stands after a slash that begins the paragraph of the cursor.
function queryOf(state) {
  const { $cursor } = state.selection;
  if (!$cursor || $cursor.parent.type.name !== "p" || $cursor.parentOffset !== $cursor.parent.content.size) return null;
  const m = /^\/([\p{L}\p{N} ]{0,24})$/u.exec($cursor.parent.textContent);
  return m && { text: m[1].toLowerCase(), from: $cursor.start(), to: $cursor.pos };
}

// slash makes the plugin; choices are {label, words, act}.
export function slash(choices) {
  const matches = q => choices.filter(c => `${c.label} ${c.words ?? ""}`.toLowerCase().includes(q.text.trim()));
  return new Plugin({
    key,
    state: {
      init: () => ({ query: null, at: 0, left: -1 }),
      apply(tr, old, _, state) {
        const meta = tr.getMeta(key) ?? {};
        const query = queryOf(state);
        const left = query ? meta.left ?? old.left : -1; // where it was closed with Esc
        if (!query || query.from === left || !tr.docChanged && !old.query && !meta.at) return { query: null, at: 0, left };
        return { query, at: meta.at ?? (tr.docChanged ? 0 : old.at), left };
      },
    },
    view: view => new List(view, matches),
    props: {
      handleKeyDown(view, e) {
        const { query, at } = key.getState(view.state);
        if (!query) return false;
        const found = matches(query), tell = meta => view.dispatch(view.state.tr.setMeta(key, meta));
        switch (e.key) {
          case "ArrowDown": case "ArrowUp":
            if (found.length) tell({ at: (at + (e.key === "ArrowDown" ? 1 : -1) + found.length) % found.length });
            return true;
          case "Escape": tell({ left: query.from }); return true;
          case "Enter": case "Tab":
            if (!found[at]) return false;
            choose(view, query, found[at]);
            return true;
        }
        return false;
      },
    },
  });
}

function choose(view, query, choice) {
  view.dispatch(view.state.tr.delete(query.from, query.to));
  choice.act();
}

class List {
  constructor(view, matches) {
    this.matches = matches;
    this.box = h("div", { className: "write-menu", role: "listbox", id: "write-slash", popover: "manual", "aria-label": t("Insert") });
    view.dom.after(this.box);
    this.update(view);
  }

  update(view) {
    const { query, at } = key.getState(view.state), found = query ? this.matches(query) : [];
    if (!found.length) {
      if (this.open) this.box.hidePopover();
      this.open = false;
      view.dom.removeAttribute("aria-activedescendant");
      return;
    }
    this.box.replaceChildren(...found.map((c, i) => h("div", {
      role: "option", id: `write-slash-${i}`, "aria-selected": String(i === at),
      onpointerdown: e => { e.preventDefault(); choose(view, query, c); view.focus(); },
    }, c.label)));
    if (!this.open) this.box.showPopover();
    this.open = true;
    this.box.children[at]?.scrollIntoView({ block: "nearest" });
    view.dom.setAttribute("aria-controls", "write-slash");
    view.dom.setAttribute("aria-activedescendant", `write-slash-${at}`);
    const c = view.coordsAtPos(query.from);
    place(this.box, c);
  }

  destroy() { this.box.remove(); }
}
