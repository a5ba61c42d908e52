// The keys of the text.
import { baseKeymap, chainCommands } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import * as c from "./commands.js";
import * as dialogs from "./dialogs.js";
import { backToMark, insertNote } from "./footnotes.js";

const does = act => () => { act(); return true; };

export const keys = w => [
  keymap({
    "Mod-b": c.toggle("strong"), "Mod-i": c.toggle("em"), "Mod-u": c.toggle("u"), "Mod-Shift-x": c.toggle("s"), "Mod-k": does(() => dialogs.link(w.view)),
    "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
    "Mod-Alt-0": c.block("p"), "Mod-Alt-1": c.block("h1"), "Mod-Alt-2": c.block("h2"), "Mod-Alt-3": c.block("h3"),
    "Mod-Shift-7": c.list("ol"), "Mod-Shift-8": c.list("ul"), "Mod-Shift-9": c.wrap("blockquote"),
    "Mod-Alt-f": chainCommands(backToMark, insertNote), "Mod-Alt-s": c.sceneBreak,
    "Mod-f": does(() => w.finder.open()), "Mod-s": does(() => w.saveNow()), "Mod-Shift-s": does(() => w.keepVersion()), "Mod-.": does(() => w.toggleFocus()),
    "Mod-Enter": does(() => w.press("publish")), "Alt-F10": does(() => w.bar.querySelector("[tabindex='0']").focus()),
    "Enter": chainCommands(c.enterInList, c.enterSummary), "Shift-Enter": c.lineBreak,
    "Tab": chainCommands(c.nextCell(1), c.indent), "Shift-Tab": chainCommands(c.nextCell(-1), c.outdent),
    "Backspace": chainCommands(undoInputRule, c.backspaceInList),
  }),
  keymap(baseKeymap),
];
