// What asks before it does: links, pictures, languages, ruby, tidying, versions.
import { address } from "./allow.js";
import { format, get, object, set } from "./attrs.js";
import { around, isOn } from "./commands.js";
import { count, t } from "./say.js";
import { schema } from "./schema.js";
import * as tidy from "./tidy.js";
import { ask, dialog, h } from "./ui.js";

const { marks, nodes } = schema;

// rangeOf gives where a mark stands round the cursor, or what is selected.
function rangeOf(state, type) {
  const { $from, from, to, empty } = state.selection;
  const mark = type.isInSet(empty ? $from.marks() : state.doc.resolve(from + 1).marks());
  if (!mark || !empty) return { from, to, mark };
  let start = from, end = from;
  $from.parent.forEach((n, offset) => {
    const at = $from.start() + offset;
    if (!n.marks.some(m => m.eq(mark))) return;
    if (at <= from && at + n.nodeSize >= from) { start = Math.min(start, at); end = Math.max(end, at + n.nodeSize); }
  });
  return { from: start, to: end, mark };
}

export async function link(view) {
  const { from, to, mark } = rangeOf(view.state, marks.a), here = view.state.doc.textBetween(from, to, " ");
  const a = await ask({
    title: t("Link"), ok: mark ? t("Change") : t("Set link"), remove: mark && t("Remove link"),
    fields: [{ name: "href", label: t("Address"), value: mark ? get(mark.attrs.a, "href") : "", type: "text", required: true, hint: t("https://… or a place on this site") },
      ...from === to ? [{ name: "words", label: t("Words to show"), value: here, required: true }] : []],
    check: v => (address("href", v.href.trim()) ? undefined : t("Only web addresses and mailto: can be linked.")),
  });
  view.focus();
  if (!a) return;
  const tr = view.state.tr;
  if (a.remove) return view.dispatch(tr.removeMark(from, to, marks.a));
  let href = address("href", a.href.trim());
  if (/^[\w-]+(\.[\w-]+)+(\/|$)/.test(href)) href = "https://" + href;
  const made = marks.a.create({ a: format([["href", href], ["rel", "nofollow"]]) });
  if (from === to) tr.insert(from, schema.text(a.words, [...view.state.selection.$from.marks(), made]));
  else tr.removeMark(from, to, marks.a).addMark(from, to, made);
  view.dispatch(tr.removeStoredMark(marks.a).scrollIntoView());
}

// picture sends a picture and puts it in; its description is asked for, always.
export async function picture(view, work, file) {
  const old = view.state.selection.node?.type === nodes.img ? view.state.selection.node : null;
  const a = await ask({
    title: old ? t("Picture") : t("Add a picture"), ok: old ? t("Change") : t("Add"),
    fields: [...old || file ? [] : [{ name: "picture", label: t("Picture"), type: "file", accept: "image/*", required: true }],
      { name: "alt", label: t("Description"), type: "long", required: true, value: old ? get(old.attrs.a, "alt") : "", hint: t("What one would miss who can’t see it. It is read aloud in the picture’s place.") }],
    check: async v => {
      if (!v.alt.trim()) return t("Please describe the picture: readers who can’t see it will miss it otherwise.");
      return old ? undefined : upload(work, file ?? v.picture, v.alt);
    },
  });
  view.focus();
  if (!a) return;
  const alt = a.alt.trim().replace(/\s+/g, " "), tr = view.state.tr;
  if (old) return view.dispatch(tr.setNodeMarkup(view.state.selection.from, null, { a: set(old.attrs.a, "alt", alt) }, old.marks));
  const img = nodes.img.create({ a: format([["src", a.src], ["alt", alt], ["width", String(a.width)], ["height", String(a.height)]]) });
  view.dispatch(tr.replaceSelectionWith(img, false).scrollIntoView());
}

async function upload(work, file, alt) {
  const body = new FormData();
  body.append("alt", alt);
  body.append("picture", file, file.name);
  const r = await fetch(`/works/${work}/pictures`, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  const said = await r?.json().catch(() => ({}));
  return r?.ok && said.src ? { src: said.src, width: said.width, height: said.height } : said?.error || t("The picture could not be sent. Look at your connection, and try again.");
}

export async function language(view) {
  const { state } = view, { from, to, empty } = state.selection, wholeBlock = empty || state.selection.$from.depth !== state.selection.$to.depth || !state.selection.$from.sameParent(state.selection.$to);
  const { mark } = rangeOf(state, marks.span), now = object(mark?.attrs.a ?? state.selection.$from.parent.attrs.a ?? "");
  const a = await ask({
    title: t("Language of this passage"), ok: t("Set"), lead: wholeBlock ? t("For the whole paragraph.") : t("For the words that are selected."),
    fields: [{ name: "lang", label: t("Language code"), value: now.lang ?? "", hint: t("fr, ja, ar, zh-TW … Empty for the language of the story.") },
      { name: "dir", label: t("Direction"), value: now.dir ?? "", choices: [["", t("As it is")], ["ltr", t("Left to right")], ["rtl", t("Right to left")]] }],
    check: v => (!v.lang || /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(v.lang.trim()) ? undefined : t("A language code looks like “fr” or “pt-BR”.")),
  });
  view.focus();
  if (!a) return;
  const tr = state.tr, apply = old => set(set(old, "lang", a.lang.trim()), "dir", a.dir);
  if (wholeBlock) {
    state.doc.nodesBetween(from, to, (n, pos) => { if (n.isTextblock && n.type !== nodes.line) tr.setNodeMarkup(pos, null, { ...n.attrs, a: apply(n.attrs.a) }); });
  } else {
    if (mark) tr.removeMark(from, to, mark);
    if (a.lang || a.dir) tr.addMark(from, to, marks.span.create({ a: apply("") }));
  }
  view.dispatch(tr);
}

export async function ruby(view) {
  const { from, to, empty } = view.state.selection;
  const a = await ask({
    title: t("Ruby"), ok: t("Set"), lead: t("Small letters above words that say how they are read."),
    fields: [...empty ? [{ name: "base", label: t("Words"), required: true }] : [], { name: "over", label: t("Reading"), required: true }],
  });
  view.focus();
  if (!a) return;
  const r = marks.ruby.create(), base = empty ? a.base : view.state.doc.textBetween(from, to, " ");
  view.dispatch(view.state.tr.replaceWith(from, to, [schema.text(base, [r]), schema.text(a.over, [r, marks.rt.create()])]).removeStoredMark(marks.ruby).removeStoredMark(marks.rt).scrollIntoView());
}

export async function version(saver) {
  const a = await ask({
    title: t("Keep a version"), ok: t("Keep"), lead: t("The chapter as it is now is kept in the history under a name, for good."),
    fields: [{ name: "name", label: t("Name"), required: true, hint: t("“before the big cut”") }],
    check: async v => {
      await saver.now();
      if (saver.dirty) return t("What you wrote is not on the server yet. Try again in a moment.");
      const r = await saver.post("/versions", JSON.stringify({ name: v.name })).catch(() => null);
      if (r?.ok) return;
      return (await r?.json().catch(() => null))?.error || t("It could not be kept. Look at your connection, and try again.");
    },
  });
  return a?.name;
}

const kindNames = () => ({ quotes: t("Quotation marks and apostrophes"), dashes: t("Dashes"), ellipses: t("Ellipses"), spaces: t("Double spaces"), damage: t("Damaged letters") });

// tidyUp shows every change before it is made.
export function tidyUp(view, lang) {
  const blocks = tidy.inDoc(view.state.doc, lang), numbers = {}, names = kindNames();
  for (const b of blocks) for (const c of b.changes) numbers[c.kind] = (numbers[c.kind] ?? 0) + 1;
  if (!blocks.length) return void dialog(t("Tidy"), h("p", {}, t("Nothing to tidy: quotation marks, dashes, ellipses and spaces are as they should be.")));
  const doc = view.state.doc, list = h("ol", { className: "tidy-list" });
  const boxes = Object.keys(numbers).map(kind => h("label", { className: "row check" }, h("input", { type: "checkbox", name: "kind", value: kind, checked: true, onchange: () => show() }), names[kind], h("span", { className: "count" }, String(numbers[kind]))));
  const form = h("form", {
    className: "stack", onsubmit(e) {
      e.preventDefault();
      if (view.state.doc.eq(doc)) view.dispatch(tidy.tidied(view.state, blocks, chosen()));
      box.close();
      view.focus();
    },
  }, h("p", {}, t("Nothing changes until you press the button, and Undo takes it back.")), h("fieldset", { className: "stack" }, h("legend", { className: "vh" }, t("What to tidy")), ...boxes), list,
  h("div", { className: "row last" }, h("button", { className: "btn primary" }, t("Tidy what is marked")), h("button", { type: "button", className: "btn", onclick: () => box.close() }, t("Cancel"))));
  const chosen = () => new Set(new FormData(form).getAll("kind"));
  const show = () => {
    const wanted = chosen(), shown = blocks.map(b => ({ ...b, changes: b.changes.filter(c => wanted.has(c.kind)) })).filter(b => b.changes.length);
    list.replaceChildren(...shown.slice(0, 200).map(b => h("li", {}, ...marked(b))),
      ...shown.length > 200 ? [h("li", { className: "muted" }, count(shown.length - 200, "and {n} more paragraph", "and {n} more paragraphs"))] : []);
  };
  const box = dialog(t("Tidy"), form);
  box.classList.add("wide");
  show();
}

// marked gives a paragraph with what goes and what comes, cut to what is near.
function marked({ text, changes }) {
  const out = [], cut = (s, head, tail) => (s.length > 60 ? (head ? s.slice(0, 25) : "") + " … " + (tail ? s.slice(-25) : "") : s);
  let at = 0;
  for (const c of changes) {
    out.push(cut(text.slice(at, c.from), at > 0, true), h("del", {}, visible(text.slice(c.from, c.to))), h("ins", {}, visible(c.insert)));
    at = c.to;
  }
  out.push(cut(text.slice(at), true, false));
  return out;
}

const visible = s => s.replace(/ /g, "␣");

export { around, isOn };
