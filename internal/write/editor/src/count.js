// Words, counted as the archive counts them: in scripts that put no space between
// words each character is one. Blocks are counted once and remembered.
import { schema } from "./schema.js";

const single = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Lao}ー]/u;
const letter = /[\p{L}\p{N}]/u, markSign = /\p{M}/u, format = /\p{Cf}/u, digit = /\p{Nd}/u;
const joints = "'’‘-‐‑_.,·";

const joins = (before, joint, after) => joint !== "." && joint !== "," || digit.test(before) && digit.test(after);

// ofText counts the words of a run of text.
export function ofText(s) {
  let n = 0, inside = false, joint = "", prev = "";
  for (const r of s) {
    const c = r.codePointAt(0);
    if (c >= 0x0e00 && single.test(r)) {
      if (!markSign.test(r)) n++;
      inside = false; joint = ""; prev = r;
    } else if (c < 128 ? c >= 48 && c <= 57 || c >= 65 && c <= 90 || c >= 97 && c <= 122 : letter.test(r)) {
      if (!inside || joint && !joins(prev, joint, r)) n++;
      inside = true; joint = ""; prev = r;
    } else if (c >= 128 && (markSign.test(r) || format.test(r) && r !== "\u200b")) {
      // part of whatever it stands on
    } else if (inside && !joint && joints.includes(r)) {
      joint = r;
    } else {
      inside = false; joint = "";
    }
  }
  return n;
}

const counted = new WeakMap();

function ofBlock(node) {
  let n = counted.get(node);
  if (n === undefined) {
    n = 0;
    if (node.type === schema.nodes.raw) n = ofText(new DOMParser().parseFromString(node.attrs.html, "text/html").body.textContent);
    else node.descendants(c => { if (c.isText) n += ofText(c.text); });
    counted.set(node, n);
  }
  return n;
}

// ofDoc counts a text; only blocks that changed are looked at.
export const ofDoc = doc => doc.children.reduce((n, b) => n + ofBlock(b), 0);

// ofSelection counts what is selected.
export function ofSelection({ doc, selection: { from, to } }) {
  let n = 0;
  doc.nodesBetween(from, to, (c, pos) => {
    if (c.isText) n += ofText(c.text.slice(Math.max(0, from - pos), to - pos));
    if (c.isBlock && pos >= from && pos + c.nodeSize <= to) { n += ofBlock(c); return false; }
  });
  return n;
}
