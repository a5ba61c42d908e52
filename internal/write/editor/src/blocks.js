// What can be put in: choices of the style menu, the ⋯ menu and the slash menu.
import * as c from "./commands.js";
import { insertNote } from "./footnotes.js";
import * as dialogs from "./dialogs.js";
import { t } from "./say.js";

// forms are the blocks for what is quoted in stories; their classes are the reader's.
export const forms = () => [
  ["letter", t("Letter")], ["chat", t("Chat messages")], ["social", t("Social post")], ["news", t("News item")], ["verse", t("Verse")], ["screenplay", t("Screenplay")],
];

const run = (w, command) => () => { command(w.view.state, w.view.dispatch, w.view); w.view.focus(); };

export const styles = w => {
  const s = w.view.state, at = name => s.selection.$from.parent.type.name === name;
  return [
    [t("Paragraph"), run(w, c.block("p")), at("p"), "Ctrl+Alt+0"],
    ...[1, 2, 3].map(n => [t("Heading {n}", { n }), run(w, c.block("h" + n)), at("h" + n), `Ctrl+Alt+${n}`]),
    [t("Code"), run(w, c.block("pre")), at("pre")],
    ...forms().map(([cls, label]) => [label, run(w, c.wrap("div", cls)), !!c.around(s, "div", cls)]),
    [t("Foldable part"), run(w, c.details)],
    [t("Left"), run(w, c.align(""))], [t("Centred"), run(w, c.align("center"))], [t("Right"), run(w, c.align("right"))],
  ];
};

export const more = w => [
  [t("Underline"), run(w, c.toggle("u")), c.isOn(w.view.state, "u")], [t("Raised"), run(w, c.toggle("sup")), c.isOn(w.view.state, "sup")], [t("Lowered"), run(w, c.toggle("sub")), c.isOn(w.view.state, "sub")],
  [t("Clear formatting"), run(w, c.clear)],
  [t("Language and direction…"), () => dialogs.language(w.view)], [t("Ruby…"), () => dialogs.ruby(w.view)], [t("Table"), run(w, c.table(3, 3))],
  [t("Find and replace…"), () => w.finder.open()], [t("Tidy…"), () => dialogs.tidyUp(w.view, w.form.dataset.language)],
  [t("Keep a version…"), () => w.keepVersion()], [t("HTML"), () => w.toggleSource(), w.source !== null], [t("Focus"), () => w.toggleFocus(), w.focused],
  [t("Undo"), () => w.undo(), undefined, "Ctrl+Z"], [t("Redo"), () => w.redo(), undefined, "Ctrl+Y"], [t("Shortcuts"), () => w.showKeys()],
];

export const inserts = w => [
  { label: t("Scene break"), words: "hr rule ***", act: run(w, c.sceneBreak) },
  { label: t("Footnote"), words: "note", act: run(w, insertNote) },
  { label: t("Picture…"), words: "image photo", act: () => w.picture() },
  ...[1, 2, 3].map(n => ({ label: t("Heading {n}", { n }), words: "title h" + n, act: run(w, c.block("h" + n)) })),
  { label: t("Quote"), words: "blockquote", act: run(w, c.wrap("blockquote")) },
  { label: t("List"), words: "bullets", act: run(w, c.list("ul")) }, { label: t("Numbered list"), words: "ordered", act: run(w, c.list("ol")) },
  ...forms().map(([cls, label]) => ({ label, words: cls, act: run(w, c.wrap("div", cls)) })),
  { label: t("Foldable part"), words: "details spoiler", act: run(w, c.details) }, { label: t("Table"), act: run(w, c.table(3, 3)) },
  { label: t("Ruby…"), words: "furigana reading", act: () => dialogs.ruby(w.view) }, { label: t("Language and direction…"), words: "lang rtl", act: () => dialogs.language(w.view) },
];

export const buttons = w => {
  const on = name => s => c.isOn(s, name), mac = /Mac|iP(hone|ad)/.test(navigator.platform), k = key => (mac ? "⌘" : "Ctrl+") + key;
  return [
    { name: "style", label: t("Style"), icon: "style", menu: () => styles(w) },
    { name: "bold", label: t("Bold"), icon: "bold", key: k("B"), act: run(w, c.toggle("strong")), on: on("strong") },
    { name: "italic", label: t("Italic"), icon: "italic", key: k("I"), act: run(w, c.toggle("em")), on: on("em") },
    { name: "strike", label: t("Struck through"), icon: "strike", act: run(w, c.toggle("s")), on: on("s"), ends: true },
    { name: "quote", label: t("Quote"), icon: "quote", act: run(w, c.wrap("blockquote")), on: s => !!c.around(s, "blockquote") },
    { name: "list", label: t("List"), icon: "list", act: run(w, c.list("ul")), on: s => !!c.around(s, "ul") },
    { name: "numbered", label: t("Numbered list"), icon: "numbered", act: run(w, c.list("ol")), on: s => !!c.around(s, "ol") && !c.around(s, "ol", "footnotes"), ends: true },
    { name: "link", label: t("Link"), icon: "link", key: k("K"), act: () => dialogs.link(w.view) },
    { name: "note", label: t("Footnote"), icon: "note", act: run(w, insertNote) },
    { name: "scene", label: t("Scene break"), icon: "scene", act: run(w, c.sceneBreak) },
    { name: "image", label: t("Picture"), icon: "image", act: () => w.picture() },
    { name: "more", label: t("More"), icon: "more", menu: () => more(w) },
  ];
};
