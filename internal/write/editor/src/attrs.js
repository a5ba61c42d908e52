// The attributes of an element as the text in which they are written: ' class="a" lang="fr"'.
// Nodes and marks keep them so, in the author's order, and compare them quickly.
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u00a0": "&nbsp;", "\n": "&#10;" };
export const escapeText = s => s.replace(/[&<>\u00a0]/g, c => escapes[c]);
const escapeValue = s => s.replace(/[&<>"\u00a0\n]/g, c => escapes[c]);

export const format = pairs => pairs.map(([k, v]) => ` ${k}="${escapeValue(v)}"`).join("");

const plain = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\u00a0", "&#10;": "\n" };
const read = new Map();

// pairs gives the attributes as [name, value] in their order.
export function pairs(a) {
  let p = read.get(a);
  if (!p) {
    p = [...a.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(m => [m[1], m[2].replace(/&(?:amp|lt|gt|quot|nbsp|#10);/g, e => plain[e])]);
    if (read.size > 2000) read.clear();
    read.set(a, p);
  }
  return p;
}

export const get = (a, key) => pairs(a).find(p => p[0] === key)?.[1] ?? "";

// set gives the attributes with one more, changed, or (for "") fewer.
export function set(a, key, value) {
  const rest = pairs(a), at = rest.findIndex(p => p[0] === key);
  if (!value) return format(rest.filter(p => p[0] !== key));
  return format(at < 0 ? [...rest, [key, value]] : rest.map((p, i) => i === at ? [key, value] : p));
}

export const hasClass = (a, name) => get(a, "class").split(" ").includes(name);

export const object = a => Object.fromEntries(pairs(a));
