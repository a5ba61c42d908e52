// Find and replace.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { count, t } from "./say.js";
import { field, h, icon } from "./ui.js";

const key = new PluginKey("find");

// found gives every place in a document where the words stand, as [from, to].
export function found(doc, { words, sameCase, whole }) {
  const places = [];
  if (!words) return places;
  const pattern = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const edge = "[\\p{L}\\p{N}\\p{M}_]";
  const find = new RegExp(whole ? `(?<!${edge})${pattern}(?!${edge})` : pattern, sameCase ? "gu" : "giu");
  doc.descendants((n, pos) => {
    if (!n.isTextblock) return true;
    const text = n.textBetween(0, n.content.size, "\ufffc", "\ufffc");
    for (const m of text.matchAll(find)) places.push([pos + 1 + m.index, pos + 1 + m.index + m[0].length]);
    return false;
  });
  return places;
}

// replaceAll gives the change that puts other words in every place.
export function replaceAll(state, places, by) {
  const tr = state.tr;
  for (const [from, to] of [...places].reverse()) by ? tr.insertText(by, from, to) : tr.delete(from, to);
  return tr;
}

const none = { places: [], at: -1, shown: DecorationSet.empty };

export const finding = () => new Plugin({
  key,
  state: {
    init: () => none,
    apply(tr, old) {
      const set = tr.getMeta(key);
      if (set) return set;
      if (!tr.docChanged || !old.places.length) return old;
      return { ...old, places: old.places.map(p => p.map(x => tr.mapping.map(x))), shown: old.shown.map(tr.mapping, tr.doc) };
    },
  },
  props: { decorations: state => key.getState(state).shown },
});

// Finder is the bar in which one looks for words.
export class Finder {
  constructor(view, before) {
    this.view = view;
    this.said = h("p", { className: "hint", role: "status" });
    const button = (label, act, i) => h("button", { type: "button", className: i ? "icon-btn" : "btn", "aria-label": i ? label : undefined, onclick: act }, i ? icon(i) : label);
    this.form = h("div", { className: "write-find", role: "search", "aria-label": t("Find and replace"), hidden: true },
      field({ name: "words", label: t("Find") }), field({ name: "by", label: t("Replace with") }),
      h("div", { className: "row" }, field({ name: "sameCase", type: "checkbox", label: t("Same case") }), field({ name: "whole", type: "checkbox", label: t("Whole words") }), this.said),
      h("div", { className: "row" }, button(t("Previous"), () => this.go(-1), "up"), button(t("Next"), () => this.go(1), "down"),
        button(t("Replace"), () => this.replace()), button(t("Replace all"), () => this.all()), button(t("Close"), () => this.close(), "close")));
    before.before(this.form);
    for (const c of this.form.querySelectorAll("input")) { c.removeAttribute("name"); c.addEventListener("input", () => this.look()); }
    [this.words, this.by, this.sameCase, this.whole] = this.form.querySelectorAll("input");
    this.form.addEventListener("keydown", e => {
      if (e.key === "Escape") this.close();
      if (e.key !== "Enter" || e.target.tagName !== "INPUT") return;
      e.preventDefault();
      this.go(e.shiftKey ? -1 : 1);
    });
  }

  open() {
    const { from, to, empty } = this.view.state.selection;
    this.form.hidden = false;
    if (!empty && to - from < 100) this.words.value = this.view.state.doc.textBetween(from, to, " ");
    this.words.focus();
    this.words.select();
    this.look();
  }

  close() {
    this.form.hidden = true;
    this.view.dispatch(this.view.state.tr.setMeta(key, none));
    this.view.focus();
  }

  get query() { return { words: this.words.value, sameCase: this.sameCase.checked, whole: this.whole.checked }; }

  look(at = 0, tr = this.view.state.tr) {
    const places = found(tr.doc, this.query);
    if (!places.length) at = -1;
    else at = (at + places.length) % places.length;
    const shown = DecorationSet.create(tr.doc, places.map(([from, to], i) => Decoration.inline(from, to, { class: i === at ? "found here" : "found" })));
    tr.setMeta(key, { places, at, shown });
    if (at >= 0) tr.setSelection(TextSelection.create(tr.doc, ...places[at])).scrollIntoView();
    this.view.dispatch(tr);
    this.said.textContent = !this.words.value ? "" : places.length ? t("{i} of {n}", { i: at + 1, n: places.length }) : t("Not found");
  }

  go(by) { this.look(key.getState(this.view.state).at + by); }

  replace() {
    const { places, at } = key.getState(this.view.state);
    if (at < 0) return this.look();
    this.look(at, replaceAll(this.view.state, [places[at]], this.by.value));
  }

  all() {
    const places = found(this.view.state.doc, this.query);
    this.look(0, replaceAll(this.view.state, places, this.by.value));
    this.said.textContent = count(places.length, "{n} replaced. Undo takes it back.", "{n} replaced. Undo takes them back.");
  }
}
