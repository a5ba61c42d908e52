// What a text may hold: the cleaner's own tables (allow.json is written by a test of
// internal/prose), and its rules for the values of attributes.
import table from "../allow.json";

const lists = Object.fromEntries(Object.entries(table.attributes).map(([name, keys]) => [name, new Set(keys)]));
const everywhere = new Set(table.everywhere);
const alignments = new Set(table.alignments);

export const { maxInlines } = table;

// plainName gives the name by which we keep an element.
export const plainName = el => table.aliases[el.localName] ?? el.localName;

// kindOf tells how an element takes part in a text; undefined for those whose tags vanish.
export const kindOf = name => table.kinds[name];

export const names = kind => Object.keys(table.kinds).filter(n => table.kinds[n] === kind);

const leftover = name => /^(Mso|Apple-)/.test(name) || name === "western" || name === "ctl";

const classes = v => v.split(/\s+/).filter(c => /^[a-z][\w-]*$/i.test(c) && !leftover(c)).join(" ");

const isLanguage = v => v.length <= 35 && /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(v);

function isNumber(v, key) {
  let digits = v;
  if (key === "width" || key === "height") digits = v.replace(/%$/, "");
  if (key === "start" || key === "value") digits = v.replace(/^-/, "");
  if (!/^\d{1,5}$/.test(digits)) return false;
  return !/span$/.test(key) || digits.length < 4 && /[1-9]/.test(digits);
}

const schemes = { href: ["http", "https", "ftp", "mailto"] };

// address gives an address that may stand in an attribute, or "".
export function address(key, v) {
  v = v.replace(/[\n\t]/g, "").replace(/^[\0- ]+|[\0- ]+$/g, "");
  const scheme = /^([^:/?#\\]*):/.exec(v);
  if (!scheme) return v;
  return (schemes[key] ?? ["http", "https"]).includes(scheme[1].toLowerCase()) ? v : "";
}

// value gives the value that an attribute keeps, or undefined when it goes.
export function value(name, key, v) {
  if (key === "class") return classes(v) || undefined;
  if (!everywhere.has(key) && !lists[name]?.has(key)) return undefined;
  switch (key) {
    case "align": v = v.trim().toLowerCase(); return alignments.has(v) ? v : undefined;
    case "dir": v = v.trim().toLowerCase(); return ["ltr", "rtl", "auto"].includes(v) ? v : undefined;
    case "lang": v = v.trim(); return isLanguage(v) ? v : undefined;
    case "width": case "height": case "border": case "span": case "colspan": case "rowspan": case "start": case "value":
      v = v.trim();
      return isNumber(v, key) ? v : undefined;
    case "controls": case "loop": case "muted": case "default": case "open": case "playsinline": return key;
    case "href": case "cite": case "src": case "poster": return address(key, v) || undefined;
  }
  return v;
}
