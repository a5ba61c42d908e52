// Tidying typography: what would change is listed first, kind by kind.
import { get } from "./attrs.js";

// quotes by language: outer and inner, opening and closing.
const pairs = {
  en: "“”‘’", nl: "“”‘’", pt: "“”‘’", tr: "“”‘’", ko: "“”‘’", zh: "“”‘’", "zh-TW": "「」『』", "zh-HK": "「」『』", ja: "「」『』",
  de: "„“‚‘", cs: "„“‚‘", sk: "„“‚‘", sl: "„“‚‘", bg: "„“‚‘", is: "„“‚‘", lt: "„“‚‘",
  pl: "„”‚’", ro: "„”«»", hu: "„”»«", hr: "„”‚’", sr: "„”‚’",
  fr: "«»“”", es: "«»“”", it: "«»“”", ca: "«»“”", el: "«»“”", no: "«»‘’", nb: "«»‘’", nn: "«»‘’", ru: "«»„“", uk: "«»„“", be: "«»„“",
  sv: "””’’", fi: "””’’", da: "»«›‹",
};
const spaced = { fr: "\u202f" };
const quotesOf = lang => pairs[lang] ?? pairs[lang.split("-")[0]] ?? pairs.en;

// rules give the changes of one kind in a text as [from, to, insert].
const rules = {
  quotes(text, lang) {
    const [open, close, open1, close1] = quotesOf(lang), pad = spaced[lang.split("-")[0]] ?? "", out = [];
    let inner = 0;
    for (const m of text.matchAll(/["']/g)) {
      const at = m.index, before = text[at - 1] ?? " ", after = text[at + 1] ?? " ";
      const begins = /[\s([{\-–—“„«‘‚"'\ufffc\u00a0]/u.test(before) && /[^\s]/.test(after);
      if (m[0] === '"') {
        out.push([at, at + 1, begins ? open + pad : pad + close]);
      } else if (/[\p{L}\p{N}]/u.test(before) || /\d/.test(after) || begins && elision.test(text.slice(at + 1))) {
        const ends = inner && !/[\p{L}\p{N}]/u.test(after);
        if (ends) inner--;
        out.push([at, at + 1, ends ? close1 : "’"]);
      } else {
        if (begins) inner++; else if (inner) inner--;
        out.push([at, at + 1, begins ? open1 : close1]);
      }
    }
    return out;
  },
  dashes(text, lang) {
    const long = /^(en|es|pt|it|ru|uk|be|fr|el|pl)\b/.test(lang) || !pairs[lang.split("-")[0]] ? "—" : "–";
    return [...text.matchAll(/(?<![-!<])(---?)(?![->])|(?<=\S )(-)(?= \S)/g)].map(m => [m.index, m.index + m[0].length, m[2] ? "–" : m[1] === "---" ? "—" : long]);
  },
  ellipses: text => [...text.matchAll(/(?<!\.)(\.\.\.|\. \. \.)(?!\.)/g)].map(m => [m.index, m.index + m[0].length, "…"]),
  spaces: text => [...text.matchAll(/ {2,}| +$/g)].map(m => [m.index, m.index + m[0].length, m.index + m[0].length === text.length || !m.index ? "" : " "]),
  damage: text => [...text.matchAll(/[\u00c2-\u00f4][\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}/g)]
    .map(m => mended(m)).filter(Boolean),
};
const elision = /^(tis|twas|twere|til|em|cause|bout|round|n)\b/i;

// What Windows-1252 shows for the bytes 0x80 to 0x9f.
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const byteOf = c => { const w = windows.indexOf(c); return w < 0 ? c.charCodeAt(0) : 0x80 + w; };

// mended reads letters that are UTF-8 taken for Windows-1252 as what they were.
function mended(m) {
  for (let n = m[0].length; n > 1; n--) {
    const bytes = Uint8Array.from(m[0].slice(0, n), byteOf);
    try {
      const was = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if ([...was].length === 1) return [m.index, m.index + n, was];
    } catch { /* not so many of them belong together */ }
  }
  return null;
}

export const kinds = Object.keys(rules);

// inText lists the changes of a text: {kind, from, to, insert}, none over another.
export function inText(text, lang) {
  const all = kinds.flatMap(kind => rules[kind](text, lang).map(([from, to, insert]) => ({ kind, from, to, insert })));
  all.sort((x, y) => x.from - y.from || (x.kind === "damage" ? -1 : 1));
  return all.filter((c, i) => i === 0 || c.from >= Math.max(...all.slice(Math.max(0, i - 4), i).map(p => p.to)));
}

// inDoc lists the changes of a document by block: {pos, text, changes}. Code and
// preformatted text are left alone.
export function inDoc(doc, lang) {
  const out = [];
  doc.descendants((n, pos, parent) => {
    if (!n.isTextblock) return true;
    if (n.type.spec.code) return false;
    const text = n.textBetween(0, n.content.size, "\ufffc", "\ufffc");
    const own = get(n.attrs.a ?? "", "lang") || get(parent.attrs.a ?? "", "lang") || lang;
    const changes = inText(text, own).filter(c => !codeAt(n, c.from));
    if (changes.length) out.push({ pos: pos + 1, text, changes });
    return false;
  });
  return out;
}

function codeAt(block, offset) {
  const n = block.nodeAt(offset);
  return n?.marks.some(m => /^(code|tt|kbd|samp)$/.test(m.type.name));
}

// tidied makes the change of all that was chosen.
export function tidied(state, blocks, chosen) {
  const tr = state.tr;
  for (const b of [...blocks].reverse()) for (const c of [...b.changes].reverse()) {
    if (!chosen.has(c.kind)) continue;
    const from = b.pos + c.from, to = b.pos + c.to;
    c.insert ? tr.insertText(c.insert, from, to) : tr.delete(from, to);
  }
  return tr;
}

// apply gives a text with its changes, for those who look at them.
export function apply(text, changes) {
  let out = "", at = 0;
  for (const c of changes) { out += text.slice(at, c.from) + c.insert; at = c.to; }
  return out + text.slice(at);
}
