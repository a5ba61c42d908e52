// What tests ask of the editor's parts, in a page of their own. No part of the bundle.
import { read } from "./read.js";
import { ofDoc, ofText } from "./count.js";
import { lineOf, sumOfLines, text } from "./lines.js";
import { changes, isClean, joined, merge, splice } from "./merge.js";
import { pasted } from "./paste.js";
import { slice } from "./read.js";
import * as tidy from "./tidy.js";

globalThis.editor = {
  roundTrip: source => { const d = read(source); d.check(); return text(d); },
  sum: sumOfLines,
  pasted: source => slice(pasted(source)).content.content.map(n => lineOf(n).html).join("\n"),
  words: source => ofDoc(read(source)),
  wordsOfText: ofText,
  tidied: (text, lang, kinds) => tidy.apply(text, tidy.inText(text, lang).filter(c => !kinds || kinds.includes(c.kind))),
  changes, splice,
  merge(base, mine, theirs) {
    const parts = merge(base, mine, theirs);
    return isClean(parts) ? joined(parts) : null;
  },
};
