// The line of counts below the text: selection, chapter, work, today.
import { ofDoc, ofSelection } from "./count.js";
import { count, t } from "./say.js";
import { h, words } from "./ui.js";

const perMinute = 230, wait = 300;

export class Counts {
  constructor(w) {
    this.w = w;
    this.line = h("p", { className: "hint num write-counts" });
    const { account, chapter, goal, others } = w.form.dataset;
    Object.assign(this, { key: `words ${account}`, chapter, goal: Number(goal) || 0, others: Number(others) || 0 });
  }

  // later counts once nobody has typed for a moment.
  later() { this.timer ??= setTimeout(() => { this.timer = undefined; this.show(); }, wait); }

  show() {
    const { state } = this.w.view, n = ofDoc(state.doc), parts = [];
    if (!state.selection.empty) parts.push(count(ofSelection(state), "{n} word selected", "{n} words selected"));
    parts.push(count(n, "{n} word", "{n} words"), count(Math.max(1, Math.round(n / perMinute)), "{n} minute", "{n} minutes"));
    if (this.others) parts.push(count(n + this.others, "{n} in the work", "{n} in the work"));
    const today = this.today(n);
    if (this.goal) parts.push(today >= this.goal ? t("{n} today: your goal is reached", { n: today }) : t("{n} of {goal} today", { n: today, goal: this.goal }));
    else if (today > 0) parts.push(t("{n} today", { n: today }));
    words(this.line, parts.join(" · "));
  }

  // today is how many words this account wrote on this device since midnight.
  today(n) {
    const now = new Date(), day = `${now.getFullYear()}-${now.getMonth() + 1}-${now.getDate()}`;
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.key)); } catch { /* no memory */ }
    if (kept?.day !== day) kept = { day, chapters: {} };
    kept.chapters[this.chapter] ??= { from: n, to: n };
    kept.chapters[this.chapter].to = n;
    try { localStorage.setItem(this.key, JSON.stringify(kept)); } catch { /* a private window keeps nothing */ }
    return Object.values(kept.chapters).reduce((sum, c) => sum + Math.max(0, c.to - c.from), 0);
  }
}
