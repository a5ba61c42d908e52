// What programs put on the clipboard, as plain HTML: internal/prose/paste.go in the
// browser, held to the same examples (internal/prose/testdata/paste).
import { build, declarations } from "./build.js";
import { mend } from "./mend.js";

const officeMarks = /docs-internal-guid|mso-|class="?Mso|urn:schemas-microsoft-com|name="?generator"? content="?(LibreOffice|OpenOffice|Microsoft|Cocoa)|Apple-(converted-space|interchange-newline)|class="western"|sd(foot|end)note/i;
const readerMarks = /role="doc-(noteref|endnotes)"/;

const keptClasses = ["fnref", "fn", "footnotes"];
const noteRefs = /#(?:_(ftn|edn)(\d+)|sd(foot|end)note(\d+)sym|ftnt(\d+))$/;
const noteSyms = /#(?:_(ftn|edn)ref(\d+)|sd(foot|end)note(\d+)anc|ftnt_ref(\d+))$/;
const ownNotes = /#(?:[\w-]*-)?fn(\d+)$/;
const numbered = /^[\s\u00a0]*\(?([0-9]+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)]/;

const keyOf = m => (m[1] === "edn" || m[3] === "end" ? "e" : "f") + (m[2] ?? m[4] ?? m[5]);

// madeBy tells what made a text, null for whatever needs no special care.
function madeBy(source) {
  const reader = readerMarks.test(source);
  if (!reader && !officeMarks.test(source)) return null;
  const styles = {};
  if (source.includes("Cocoa HTML Writer")) {
    for (const [, sheet] of source.matchAll(/<style[^>]*>(.*?)<\/style>/gis)) {
      for (const [, name, rule] of sheet.matchAll(/(?:^|[}\s])(\w+\.[\w-]+)\s*\{([^}]*)\}/g)) styles[name] = rule.replace(/\n/g, " ").replace(/font:/g, "font-was:");
    }
  }
  return new Pasting(reader, styles);
}

class Pasting {
  constructor(reader, styles) { Object.assign(this, { reader, styles }); }

  // style gives the style of an element with that of its classes.
  style(el) {
    let style = el.getAttribute("style") ?? "";
    for (const c of el.classList) style = `${this.styles[`${el.localName}.${c}`] ?? ""};${style}`;
    return style;
  }

  // drops tells which attributes say nothing outside of the program that made them.
  drops(name, key, v) {
    switch (key) {
      case "class": return !this.reader && !keptClasses.includes(v);
      case "lang": case "name": case "border": case "summary": return true;
      case "dir": return v !== "rtl";
      case "align": return v !== "center" && v !== "right";
      case "title": return v === "";
      case "width": case "height": return name !== "img";
    }
    return false;
  }

  // adds gives what an element means to the program that made it.
  adds(el, name) {
    if (/^(p|h\d)$/.test(name)) {
      const level = /\blevel(\d)/.exec(declarations(el.getAttribute("style"))["mso-list"] ?? "");
      if (level) return [["data-list", `${level[1]} ul`]];
    }
    if (name !== "a") return [];
    const href = el.getAttribute("href") ?? "", ref = noteRefs.exec(href), sym = noteSyms.exec(href);
    if (ref) return [["data-note", `ref ${keyOf(ref)}`]];
    return sym ? [["data-note", `sym ${keyOf(sym)}`]] : [];
  }

  // link cleans the address of a link: places in the old document are gone, and those
  // of our own notes are short.
  link(attrs) {
    const ours = attrs.some(([k, v]) => k === "class" && v === "fnref"), kept = [];
    for (let [k, v] of attrs) {
      const note = k === "href" && ours && ownNotes.exec(v);
      if (note) v = "#fn" + note[1];
      else if (k === "href" && (v.startsWith("#") || /file:/i.test(v))) continue;
      kept.push([k, v]);
    }
    return kept.length === 1 && kept[0][0] === "rel" ? [] : kept;
  }

  // bullet takes note of what Word typed out before an item of a list.
  bullet(block, words) {
    const list = block.getAttribute?.("data-list");
    if (list && numbered.test(words)) block.setAttribute("data-list", list.replace("ul", "ol"));
  }
}

// pasted gives a text from the clipboard as a clean tree.
export function pasted(source) {
  const made = madeBy(source), tree = build(source, made);
  if (made) mend(tree, made.reader);
  return tree;
}
