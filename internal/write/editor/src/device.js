// What is kept on this device: one copy for each page that is open, by account and
// chapter, so that two tabs never write over each other.

const open = () => new Promise((ok, no) => {
  const r = indexedDB.open("ficstead-writing", 1);
  r.onupgradeneeded = () => r.result.createObjectStore("copies");
  r.onsuccess = () => ok(r.result);
  r.onerror = () => no(r.error);
  r.onblocked = () => no(new Error("blocked"));
});

const done = r => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = () => no(r.error); });

class Database {
  constructor(db) { this.db = db; }
  store(mode) { return this.db.transaction("copies", mode).objectStore("copies"); }
  put(key, value) { return done(this.store("readwrite").put(value, key)); }
  delete(key) { return done(this.store("readwrite").delete(key)); }
  async all(prefix) {
    const range = IDBKeyRange.bound(prefix, prefix + "\uffff"), store = this.store("readonly");
    const [keys, values] = await Promise.all([done(store.getAllKeys(range)), done(store.getAll(range))]);
    return keys.map((k, i) => [k, values[i]]);
  }
}

class Local {
  async put(key, value) { localStorage.setItem("writing " + key, JSON.stringify(value)); }
  async delete(key) { localStorage.removeItem("writing " + key); }
  async all(prefix) {
    return Object.keys(localStorage).filter(k => k.startsWith("writing " + prefix)).map(k => [k.slice(8), JSON.parse(localStorage.getItem(k))]);
  }
}

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

  keep(copy) { return this.store.put(this.prefix + this.tab, { ...copy, at: Date.now() }); }

  // left gives the copies that closed or killed pages left behind, the oldest first.
  async left() {
    const held = navigator.locks ? (await navigator.locks.query()).held.map(l => l.name) : [];
    const all = await this.store.all(this.prefix);
    return all.filter(([k]) => !k.endsWith(this.tab) && !held.includes(`writing ${k.slice(this.prefix.length)}`)).sort((x, y) => x[1].at - y[1].at);
  }

  forget(key = this.prefix + this.tab) { return this.store.delete(key); }
}
