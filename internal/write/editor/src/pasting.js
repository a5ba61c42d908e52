// What is pasted or dropped: HTML of any program is made clean first, plain text
// becomes paragraphs, a picture is asked about.
import { Plugin } from "prosemirror-state";
import { build } from "./build.js";
import { lineOf } from "./lines.js";
import { pasted } from "./paste.js";
import { slice } from "./read.js";

export const pasting = w => new Plugin({
  props: {
    clipboardParser: { parseSlice: dom => slice(build(dom.innerHTML)) },
    clipboardTextParser: (text, $context) => {
      const paragraphs = text.replace(/\r\n?/g, "\n").replace(/[&<>]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
      return slice(build(paragraphs));
    },
    clipboardSerializer: {
      serializeFragment(fragment) {
        const box = document.implementation.createHTMLDocument("").createElement("div");
        const all = fragment.firstChild?.isInline ? [w.view.state.schema.nodes.p.create(null, fragment)] : fragment.content;
        box.innerHTML = all.map(n => lineOf(n).html).join("");
        const out = document.createDocumentFragment();
        const from = fragment.firstChild?.isInline ? box.firstChild : box;
        out.append(...from.childNodes);
        return out;
      },
    },
    handlePaste(view, event) {
      const data = event.clipboardData, html = data?.getData("text/html");
      const file = [...data?.files ?? []].find(f => f.type.startsWith("image/"));
      if (file && !html) { w.picture(file); return true; }
      if (!html || view.state.selection.$from.parent.type.spec.code || /data-pm-slice/.test(html)) return false;
      view.dispatch(view.state.tr.replaceSelection(slice(pasted(html))).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
      return true;
    },
    handleDrop(view, event) {
      const file = [...event.dataTransfer?.files ?? []].find(f => f.type.startsWith("image/"));
      if (!file) return false;
      w.picture(file);
      return true;
    },
  },
});

