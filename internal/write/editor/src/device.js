// What is kept on this device: one copy for each page that is open, by account and
// chapter, so that two tabs never write over each other. The text that the server has is
// stored once, and with each change only what differs from it: storing a long chapter
// anew every second would hold up whoever is typing.
import { linesOf } from "./lines.js";
import { splice, spliced } from "./merge.js";

const open = () => new Promise((ok, no) => {
  const r = indexedDB.open("ficstead-writing", 1);
  r.onupgradeneeded = () => r.result.createObjectStore("copies");
  r.onsuccess = () => ok(r.result);
  r.onerror = () => no(r.error);
  r.onblocked = () => no(new Error("blocked"));
});

const done = r => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = () => no(r.error); });

const through = tx => new Promise((ok, no) => { tx.oncomplete = ok; tx.onabort = () => no(tx.error); });

class Database {
  constructor(db) { this.db = db; }
  store(mode) { return this.db.transaction("copies", mode).objectStore("copies"); }
  async put(key, copy, base) {
    const store = this.store("readwrite");
    if (base !== this.base) store.put(packed(base), key + "/base");
    store.put(copy, key);
    await through(store.transaction);
    this.base = base;
  }
  delete(key) { return done(this.store("readwrite").delete(IDBKeyRange.bound(key, key + "/base"))); }
  async all(prefix) {
    const range = IDBKeyRange.bound(prefix, prefix + "\uffff"), store = this.store("readonly");
    const [keys, values] = await Promise.all([done(store.getAllKeys(range)), done(store.getAll(range))]);
    const at = new Map(keys.map((k, i) => [k, values[i]]));
    return keys.filter(k => at.has(k + "/base")).map(k => [k, at.get(k), at.get(k + "/base")]);
  }
}

class Local {
  async put(key, copy, base) { localStorage.setItem("writing " + key, JSON.stringify([copy, packed(base)])); }
  async delete(key) { localStorage.removeItem("writing " + key); }
  async all(prefix) {
    return Object.keys(localStorage).filter(k => k.startsWith("writing " + prefix)).map(k => [k.slice(8), ...JSON.parse(localStorage.getItem(k))]);
  }
}

// packed makes one string of the lines: a browser takes a hundred times as long to copy
// thousands.
const packed = ({ lines, ...rest }) => ({ ...rest, text: lines.join("\n") });

const unpacked = ({ text, ...rest }) => ({ ...rest, lines: linesOf(text) });

const less = (base, { lines, ...rest }) => ({ ...rest, cut: splice(base.lines, lines) });

const whole = (base, { cut, ...rest }) => ({ ...rest, lines: spliced(base.lines, cut) });

export class Device {
  constructor(account, chapter) {
    this.account = account;
    this.prefix = `${account}/${chapter}/`;
    this.tab = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");
  }

  async start() {
    this.store = await open().then(db => new Database(db), () => new Local());
    // A page holds its lock for as long as it lives: a copy without one was left behind.
    navigator.locks?.request(`writing ${this.tab}`, () => new Promise(() => {}));
  }

  // keep stores a snapshot and what it comes from: base, which the server has, and sent,
  // which it may have.
  keep(snapshot, { base, sent, dirty }) {
    return this.store.put(this.prefix + this.tab, { ...less(base, snapshot), sent: sent && less(base, sent), dirty, at: Date.now() }, base);
  }

  // left gives the copies that closed or killed pages left behind, the oldest first.
  async left() {
    const held = navigator.locks ? (await navigator.locks.query()).held.map(l => l.name) : [];
    const all = await this.store.all(this.prefix);
    return all.filter(([k]) => !k.endsWith(this.tab) && !held.includes(`writing ${k.slice(this.prefix.length)}`)).sort((x, y) => x[1].at - y[1].at)
      .map(([k, copy, stored]) => {
        const base = unpacked(stored);
        return [k, { ...whole(base, copy), base, sent: copy.sent && whole(base, copy.sent) }];
      });
  }

  // forget drops a copy that another page left.
  forget(key) { return this.store.delete(key); }
}
