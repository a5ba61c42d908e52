// Saving: to this device within a second, to the server within three, and the state
// of both in words. What was sent and not answered is sent again as it was, so that
// the server can tell a second try from a second save.
import { sumOfLines } from "./lines.js";
import { splice } from "./merge.js";
import { clock, t } from "./say.js";

const soon = 800, often = 3000, longest = 30000, small = 60000, longestHold = 600;

export const fields = ["title", "summary", "notes_before", "notes_after"];

export const same = (x, y) => fields.every(f => x[f] === y[f]) && x.lines.length === y.lines.length && x.lines.every((l, i) => l === y.lines[i]);

export class Saver {
  // page gives snapshot(), tell(state, words), conflict(theirs), signIn(why), cameBack(), saved(answer).
  constructor(address, base, device, page) {
    Object.assign(this, { address, base, device, page, n: 0, pending: null, tries: 0, stopped: "", changedAt: 0, savedAt: 0, holdUntil: 0, onDevice: true });
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); else this.look(); });
    addEventListener("blur", () => { if (this.dirty) this.now(); });
    addEventListener("focus", () => this.look());
    addEventListener("online", () => { this.tries = 0; this.now(); });
    addEventListener("beforeunload", e => { if (this.dirty && !this.onDevice && !this.sent) e.preventDefault(); });
  }

  get dirty() { return this.pending !== null || this.changed; }

  // held is how many milliseconds the server asked to be left alone for, from now on.
  get held() { return Math.max(0, this.holdUntil - performance.now()); }

  // change is told at every keystroke; it only sets clocks.
  change() {
    this.changed = true;
    this.onDevice = false;
    this.stopped &&= this.stopped === "refused" ? "" : this.stopped;
    this.deviceTimer ??= setTimeout(() => this.toDevice(), soon);
    if (!this.timer && !this.busy && !this.stopped) this.timer = setTimeout(() => this.now(), often);
    if (!this.stopped && !this.tries && !this.held) this.page.tell("waiting", t("Not saved yet …"));
  }

  async toDevice() {
    clearTimeout(this.deviceTimer);
    this.deviceTimer = undefined;
    const s = this.page.snapshot();
    this.onDevice = true; // a change while it is written says otherwise
    try {
      await this.device.keep(s, { base: this.base, sent: this.pending?.snapshot, dirty: this.dirty });
    } catch {
      this.onDevice = false;
      this.noDevice = true;
    }
  }

  leave() {
    if (!this.dirty) return;
    this.toDevice();
    if (!this.busy && !this.stopped) this.now();
  }

  // now sends what changed.
  async now() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.busy || this.stopped && this.stopped !== "refused" || !this.dirty) return;
    if (this.held) {
      this.timer = setTimeout(() => this.now(), this.held);
      return;
    }
    this.busy = true;
    if (!this.pending) {
      const snapshot = this.page.snapshot();
      this.changed = false;
      if (same(snapshot, this.base)) { this.busy = false; return this.settled(); }
      this.pending = { n: ++this.n, snapshot, body: this.bodyOf(snapshot) };
    }
    this.page.tell("saving", t("Saving …"));
    let r, answer;
    try {
      const body = JSON.stringify(this.pending.body);
      r = await this.post("/autosave", body, { keepalive: body.length < small, signal: AbortSignal.timeout?.(20000) });
      answer = r.headers.get("Content-Type")?.startsWith("application/json") ? await r.json() : {};
    } catch {
      r = null;
    }
    this.busy = false;
    this.answered(r, answer);
  }

  // post sends JSON as the account that opened the page.
  post(end, body, how) {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "Ficstead-Account": this.device.account };
    return fetch(this.address + end, { method: "POST", headers, body, ...how });
  }

  bodyOf(s) {
    const body = { seen: this.base.rev, tab: this.device.tab, n: this.n };
    for (const f of fields) if (s[f] !== this.base[f]) body[f] = s[f];
    if (s.lines.length !== this.base.lines.length || s.lines.some((l, i) => l !== this.base.lines[i])) {
      body.text = { ...splice(this.base.lines, s.lines), count: s.lines.length, sum: sumOfLines(s.lines) };
    }
    return body;
  }

  answered(r, answer) {
    if (r?.status === 429) return this.hold(Number(r.headers.get("Retry-After")));
    if (!r || r.status >= 500 || r.status === 408) return this.again();
    if (r.ok && Number.isInteger(answer.rev)) return this.acknowledged(answer);
    if (r.status === 409 && answer.resend) {
      this.pending.body.text = { whole: this.pending.snapshot.lines.join("\n") };
      return this.now();
    }
    if (r.status === 409 && Number.isInteger(answer.rev)) {
      this.stopped = "conflict";
      this.changed = true;
      this.pending = null;
      return this.page.conflict(answer);
    }
    if (r.status === 401) return this.signedOut(answer.error);
    this.stopped = r.status === 422 || r.status === 413 ? "refused" : "gone";
    this.changed = true;
    this.pending = null;
    this.toDevice();
    this.page.tell("bad", t("{why} Your text is kept on this device.", { why: answer.error || t("The server does not take this text.") }));
  }

  acknowledged(answer) {
    const { snapshot } = this.pending;
    this.base = { ...snapshot, rev: answer.rev };
    this.pending = null;
    this.tries = 0;
    this.savedAt = answer.saved_at;
    this.page.saved(answer);
    this.settled();
  }

  settled() {
    if (this.changed) {
      this.timer ??= setTimeout(() => this.now(), often);
      return;
    }
    this.toDevice();
    if (this.savedAt) this.page.tell("good", t("Saved {time} · here and on the server", { time: clock(this.savedAt) }));
  }

  // again tries later, and later each time.
  again() {
    const wait = Math.min(longest, 1000 * 2 ** this.tries++);
    this.toDevice();
    this.timer = setTimeout(() => this.now(), wait);
    this.page.tell("offline", this.noDevice ? t("Not saved · no connection, trying again") : t("Saved on this device only · no connection, trying again"));
  }

  // hold waits for as many seconds as the server asks, whatever is pressed meanwhile.
  hold(seconds) {
    this.holdUntil = performance.now() + 1000 * Math.min(Math.max(seconds || 5, 1), longestHold);
    this.toDevice();
    this.now();
    this.page.tell("waiting", this.noDevice ? t("Not saved · waiting to save to the server …") : t("Saved on this device · waiting to save to the server …"));
  }

  signedOut(why) {
    this.stopped = "signed out";
    this.toDevice();
    this.page.tell("bad", t("Signed out: sign in to save to the server. Your text is kept on this device."));
    this.page.signIn(why);
  }

  // look finds out whether one has signed in elsewhere.
  look() { if (this.stopped === "signed out") this.signIn(); }

  // signIn signs in by name and password, or, without them, only looks who is signed in
  // now: {account}, {second} or {error}. Once it is the one who wrote, saving goes on.
  async signIn(values = {}) {
    const r = await this.post("/sign-in", JSON.stringify(values)).catch(() => null);
    const said = r ? await r.json().catch(() => ({ error: t("The server did not answer. Try again in a moment.") })) : { error: t("No connection. Try again in a moment.") };
    if (said.account === this.device.account && this.stopped === "signed out") {
      this.page.cameBack();
      this.resume();
    }
    return said;
  }

  // resume goes on after a stop.
  resume() {
    this.stopped = "";
    this.changed = true;
    this.now();
  }

  // rebase goes on from another text of the server, which the page now takes into account.
  rebase(base) {
    this.base = base;
    this.resume();
  }

  // aside keeps a text on the server as a version before anybody decides about it, and
  // gives "" or why it can't.
  async aside(s) {
    const body = { tab: this.device.tab, n: this.n, title: s.title, text: { whole: s.lines.join("\n") } };
    const r = await this.post("/aside", JSON.stringify(body)).catch(() => null);
    if (r?.ok) return "";
    const why = r && r.status < 500 && (await r.json().catch(() => null))?.error;
    return why || t("There is no connection to the server. Try again in a moment.");
  }
}
