// The editor: it makes of the form on the page a place to write, and gives the form
// back what was written whenever it is sent.
import { redo, undo, history } from "prosemirror-history";
import { EditorState, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { buttons, inserts } from "./blocks.js";
import { Counts } from "./counts.js";
import { settle, without } from "./conflict.js";
import { Device } from "./device.js";
import * as dialogs from "./dialogs.js";
import { finding, Finder } from "./find.js";
import { keys } from "./keys.js";
import { lineOf, lines, linesOf, text } from "./lines.js";
import { near } from "./near.js";
import { pasting } from "./pasting.js";
import { read } from "./read.js";
import { markdown } from "./rules.js";
import { fields, same, Saver } from "./saver.js";
import { count, speak, t } from "./say.js";
import { signIn } from "./signin.js";
import { slash } from "./slash.js";
import { followKeyboard, shortcuts, toolbar } from "./toolbar.js";
import { dialog, h, words } from "./ui.js";
import { nodeViews } from "./views.js";

const isBlank = doc => doc.childCount === 1 && doc.firstChild.type.name === "p" && !doc.firstChild.childCount;

class Writing {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("#write-text");
    this.state = form.querySelector("#write-state");
    this.inputs = Object.fromEntries(fields.map(f => [f, form.elements[f]]));
    this.source = null;
    this.focused = false;
    this.saver = null;
  }

  // start shows the editor, then looks at what this device has kept.
  async start() {
    const { form, area } = this;
    this.opened = area.value;
    this.mount();
    this.base = { ...this.fieldValues(), lines: linesOf(this.opened), rev: Number(form.dataset.seen) };
    const device = new Device(form.dataset.account, form.dataset.chapter);
    const begun = this.snapshot();
    this.begun = begun;
    await device.start();
    this.saver = new Saver(form.dataset.autosave.replace(/\/autosave$/, ""), this.base, device, this);
    form.addEventListener("submit", () => this.giveBack());
    addEventListener("pageshow", e => { if (e.persisted) this.saver.now(); });
    await this.takeUp(device).catch(() => { /* the server has what was saved */ });
    if (this.early) this.changed();
    form.dataset.ready = "yes";
  }

  mount() {
    const { form, area } = this, label = form.querySelector("label[for=write-text]")?.textContent ?? t("Text");
    const box = h("div", { id: "write-editor" });
    area.after(box);
    area.hidden = true;
    area.closest(".field").classList.add("write-field");
    this.inputs.title.closest(".field").classList.add("write-title");
    form.elements.format?.closest("label").remove();
    document.getElementById("h-text")?.remove();
    const { bar, show } = toolbar(buttons(this), t("Formatting"));
    this.bar = bar;
    this.counts = new Counts(this);
    this.view = new EditorView(box, {
      state: EditorState.create({ doc: read(area.value), plugins: [slash(inserts(this)), markdown(), ...keys(this), history(), finding(), near(), pasting(this)] }),
      nodeViews,
      attributes: ({ doc }) => ({ ...(isBlank(doc) && { "data-blank": "" }), id: "write-prose", class: "userstuff module", role: "textbox", "aria-multiline": "true", "aria-label": label, dir: area.dir || "auto", lang: area.lang, spellcheck: "true", "data-empty": t("Write here, or paste what you have."), "aria-placeholder": t("Write here, or paste what you have.") }),
      dispatchTransaction: tr => {
        const state = this.view.state.apply(tr);
        this.view.updateState(state);
        this.showSoon(show);
        if (tr.docChanged) this.changed();
      },
    });
    this.inputs.title.placeholder = this.inputs.title.labels[0]?.textContent ?? ""; // its label is for those who don't see
    form.classList.add("live");
    document.documentElement.dataset.writing = "";
    box.before(h("div", { className: "write-bar" }, bar, this.state));
    box.after(this.counts.line);
    this.finder = new Finder(this.view, box);
    this.foldNotes();
    followKeyboard(bar);
    bar.addEventListener("keydown", e => { if (e.key === "Escape") this.view.focus(); });
    form.addEventListener("keydown", e => this.key(e));
    for (const f of fields) this.inputs[f].addEventListener("input", () => this.changed());
    document.addEventListener("selectionchange", () => this.counts.later());
    this.counts.later();
  }

  // Notes and summary are folded away below the text.
  foldNotes() {
    const part = h("details", { className: "write-notes", open: fields.slice(1).some(f => this.inputs[f].value.trim()) && innerWidth >= 1024 }, h("summary", {}, t("Summary and notes")));
    for (const f of fields.slice(1)) part.append(this.inputs[f].closest(".field"));
    this.counts.line.after(part);
  }

  showSoon(show) {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => { this.due = false; show(this.view.state); });
  }

  changed() {
    this.counts.later();
    if (this.saver) this.saver.change();
    else this.early = true;
  }

  fieldValues() { return Object.fromEntries(fields.map(f => [f, this.inputs[f].value])); }

  lines() {
    if (this.source) return linesOf(this.source.value);
    return this.view.state.doc === this.untouched?.doc ? this.untouched.lines : lines(this.view.state.doc);
  }

  // snapshot is all that is written now. A text that nobody touched is what came.
  snapshot() {
    if (!this.untouched && !this.source && this.opened !== undefined && this.view) this.untouched = { doc: this.view.state.doc, lines: linesOf(this.opened) };
    return { ...this.fieldValues(), lines: this.lines() };
  }

  // put sets all that is written, and changes only the blocks that differ.
  put(s) {
    if (this.source) this.toggleSource();
    for (const f of fields) if (this.inputs[f].value !== s[f]) this.inputs[f].value = s[f];
    const now = this.view.state.doc, to = read(s.lines.join("\n"));
    let start = 0, a = now.childCount, b = to.childCount;
    const alike = (x, y) => x.eq(y) || lineOf(x).html === lineOf(y).html;
    while (start < a && start < b && alike(now.child(start), to.child(start))) start++;
    while (a > start && b > start && alike(now.child(a - 1), to.child(b - 1))) { a--; b--; }
    if (start === a && start === b) return;
    const pos = i => { let p = 0; for (let k = 0; k < i; k++) p += now.child(k).nodeSize; return p; };
    this.view.dispatch(this.view.state.tr.replaceWith(pos(start), pos(a), to.children.slice(start, b)));
  }

  // takeUp puts in what an earlier page left on this device, if the server lacks it.
  async takeUp(device) {
    for (const [key, copy] of await device.left()) {
      const now = { ...this.snapshot(), rev: this.base.rev };
      if (copy.dirty && copy.base && !same(copy, this.base) && !same(copy, now)) await this.recover(copy);
      await this.saver.toDevice(); // under the name of this page, before the old one goes
      await device.forget(key);
    }
  }

  async recover(copy) {
    const went = copy.base.rev !== this.base.rev && !(copy.sent && same(copy.sent, this.base));
    const keep = went ? await this.keeping(copy) : null, now = { ...this.snapshot(), rev: this.base.rev };
    this.put(await this.agree({ base: went ? copy.base : this.base, mine: copy, theirs: now, keep }, now));
    this.notice(t("What you wrote on this device and had not saved is back."));
    this.saver.change();
    this.saver.now();
  }

  // conflict takes up what somebody else saved: theirs and ours are put together.
  async conflict(answer) {
    const { base } = this.saver;
    const theirs = { ...Object.fromEntries(fields.map(f => [f, answer[f]])), lines: linesOf(answer.text), rev: answer.rev };
    const keep = await this.keeping(this.snapshot()), mine = this.snapshot();
    const agreed = await this.agree({ base, mine, theirs, by: answer.by, keep }, mine);
    this.put(agreed);
    if (!agreed.chosen) {
      const who = answer.by || t("Somebody");
      this.notice(t("{name} saved this chapter too. Both are put together: {n}.", { name: who, n: count(agreed.came, "{n} place came in", "{n} places came in") }), t("Undo"), () => this.put(without(agreed, mine, this.snapshot())));
    }
    this.saver.rebase(theirs);
  }

  // keeping keeps a text in the history before anybody decides about it, and gives a
  // function that tries again if it is not there, and tells "" or why it is not.
  async keeping(s) {
    let why = await this.saver.aside(s);
    return async () => why &&= await this.saver.aside(s);
  }

  // agree settles two texts, `now` being the one on the page. What is typed while that
  // takes its time goes into what comes out.
  async agree(texts, now) {
    let out = await settle(texts);
    for (let typed = this.snapshot(); !same(typed, now); typed = this.snapshot()) {
      out = { ...out, ...await settle({ ...texts, base: now, mine: typed, theirs: out }) };
      now = typed;
    }
    return out;
  }

  // tell shows the state of saving in words.
  tell(kind, text) {
    if (this.state.textContent === text) return;
    this.state.className = `hint is-${kind}`;
    words(this.state, text);
  }

  saved(answer) {
    this.form.elements.seen.value = answer.rev;
    this.form.dataset.seen = answer.rev;
    for (const f of ["text", ...fields]) this.tellOver(f, answer.over?.[f]);
  }

  // tellOver says below a field that it is too long to be published, while it is.
  tellOver(f, over) {
    const at = f === "text" ? this.counts.line : this.inputs[f];
    let p = at.nextElementSibling;
    if (!p?.classList.contains("over")) p = null;
    if (!over) return p?.remove();
    if (!p) at.after(p = h("p", { className: "fault over" }));
    words(p, t("{n} of at most {max} characters. It is kept, but can’t be published like this.", { n: over.n.toLocaleString(), max: over.max.toLocaleString() }));
  }

  signIn(why) {
    this.door?.close();
    this.door = signIn(this.saver, why);
    this.state.append(" ", h("button", { type: "button", className: "linkish", onclick: () => this.signIn(why) }, t("Sign in")));
  }

  // cameBack is told once who wrote is signed in again.
  cameBack() {
    this.door?.close();
    this.view.focus();
  }

  notice(text, label, act) {
    this.said?.remove();
    this.said = h("div", { className: "notice ok write-said" }, h("p", { role: "status" }, text), label && h("button", { type: "button", className: "btn", onclick: () => { act(); this.said.remove(); } }, label),
      h("button", { type: "button", className: "btn quiet", onclick: () => this.said.remove() }, t("Close")));
    this.form.prepend(this.said);
  }

  // giveBack puts what was written into the form's own fields.
  giveBack() {
    this.saver.sent = true; // the form carries it now
    this.area.value = this.lines().join("\n");
    this.form.append(h("input", { type: "hidden", name: "format", value: "html" }));
  }

  async saveNow() {
    await this.saver.now();
    if (!this.saver.dirty && !this.saver.savedAt) this.tell("good", t("Nothing to save: it is as it was when you opened it"));
  }

  async keepVersion() {
    const name = await dialogs.version(this.saver);
    this.view.focus();
    if (name) this.tell("good", t("Kept as “{name}”", { name }));
  }

  picture(file) { dialogs.picture(this.view, this.form.dataset.work, file); }

  press(value) { this.form.querySelector(`button[name=do][value=${value}]`)?.click(); }

  undo() { undo(this.view.state, this.view.dispatch); this.view.focus(); }

  redo() { redo(this.view.state, this.view.dispatch); this.view.focus(); }

  toggleFocus() {
    this.focused = !this.focused;
    document.documentElement.toggleAttribute("data-focus", this.focused);
    this.view.focus();
  }

  // toggleSource changes between the text and its HTML.
  toggleSource() {
    if (this.source) {
      const to = this.source.value;
      this.source.remove();
      this.source = null;
      this.view.dom.hidden = false;
      this.put({ ...this.fieldValues(), lines: to.split("\n") });
      this.view.dispatch(this.view.state.tr.setSelection(Selection.atStart(this.view.state.doc)));
      this.view.focus();
      return;
    }
    this.source = h("textarea", { className: "write-source", rows: 24, spellcheck: false, "aria-label": t("HTML of the text"), value: text(this.view.state.doc), oninput: () => this.changed() });
    this.view.dom.hidden = true;
    this.view.dom.after(this.source);
    this.source.focus();
  }

  showKeys() {
    dialog(t("Shortcuts"), h("dl", { className: "keys-list" }, ...shortcuts().flatMap(([what, key]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])));
  }

  // key takes the keys that work in the other fields too.
  key(e) {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.defaultPrevented) return;
    const act = { s: () => (e.shiftKey ? this.keepVersion() : this.saveNow()), ".": () => this.toggleFocus() }[e.key.toLowerCase()];
    if (!act) return;
    e.preventDefault();
    act();
  }
}

const form = document.getElementById("write");
if (form?.dataset.autosave) {
  if (form.dataset.said) speak(JSON.parse(form.dataset.said));
  const writing = new Writing(form);
  writing.start();
}
