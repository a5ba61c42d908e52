// What tests ask of the editor's parts, in a page of their own. No part of the bundle.
import { read } from "./read.js";
import { sumOfLines, text } from "./lines.js";

globalThis.editor = {
  roundTrip: source => { const d = read(source); d.check(); return text(d); },
  sum: sumOfLines,
};
