// The document as text: one block of the top level a line, each written once and kept
// for as long as the block stays the same.
import { escapeText } from "./attrs.js";

const written = new WeakMap();

// lineOf gives the HTML and the checksum of a block of the top level.
export function lineOf(node) {
  let l = written.get(node);
  if (!l) {
    const html = htmlOf(node);
    written.set(node, l = { html, sum: checksum(html) });
  }
  return l;
}

const sums = new WeakMap();

// lines gives the lines of a document, whose checksums are known from then on.
export function lines(doc) {
  const known = doc.children.map(lineOf), all = known.map(l => l.html);
  sums.set(all, known.map(l => l.sum));
  return all;
}

export const text = doc => lines(doc).join("\n");

// linesOf parts a text; an empty one has no lines.
export const linesOf = text => (text === "" ? [] : text.split("\n"));

// checksum is FNV-1a over the code units of a line.
export function checksum(s) {
  let h = 2166136261;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    h = Math.imul(h ^ c & 0xff, 16777619);
    h = Math.imul(h ^ c >>> 8, 16777619);
  }
  return h >>> 0;
}

export const fold = sums => sums.reduce((s, h) => (Math.imul(s, 16777619) ^ h) >>> 0, 2166136261);

export const sumOfLines = all => fold(sums.get(all) ?? all.map(checksum));

const empty = new Set(["hr", "col"]);

function htmlOf(node) {
  const name = node.type.name;
  if (name === "raw") return node.attrs.html.replace(/\n/g, " ");
  if (name === "line") return inlineHTML(node);
  if (empty.has(name)) return `<${name}${node.attrs.a}>`;
  return `<${name}${node.attrs.a}>${node.inlineContent ? inlineHTML(node) : blocksHTML(node)}</${name}>`;
}

// Bare lines after each other would run together: they become paragraphs.
function blocksHTML(node) {
  const c = node.children;
  return c.map((n, i) => {
    if (n.type.name !== "line") return htmlOf(n);
    const beside = c[i - 1]?.type.name === "line" || c[i + 1]?.type.name === "line";
    return beside ? `<p>${inlineHTML(n)}</p>` : inlineHTML(n);
  }).join("");
}

function inlineHTML(node) {
  let out = "", open = [];
  const pre = node.type.spec.code;
  const close = to => { while (open.length > to) out += `</${open.pop().type.name}>`; };
  node.forEach(child => {
    let same = 0;
    while (same < open.length && same < child.marks.length && open[same].eq(child.marks[same])) same++;
    close(same);
    for (const m of child.marks.slice(same)) { out += `<${m.type.name}${m.attrs.a}>`; open.push(m); }
    out += leaf(child, pre);
  });
  close(0);
  return out;
}

function leaf(n, pre) {
  switch (n.type.name) {
    case "text": return pre ? escapeText(n.text).replace(/\n/g, "&#10;") : escapeText(n.text).replace(/\n/g, " ");
    case "br": case "img": return `<${n.type.name}${n.attrs.a}>`;
    case "fnref": return `<a${n.attrs.a}>${escapeText(n.attrs.label)}</a>`;
  }
  return n.attrs.html;
}
