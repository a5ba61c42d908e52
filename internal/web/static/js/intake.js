// Files are sent one by one, two at a time, each with its progress, and again when
// the connection fails. Without this script the form sends them all at once.
for (const form of $$("[data-drop]")) {
  const [waits, came, here, again, retry, far, drop, folder, failed] = JSON.parse(form.dataset.said);
  const input = $("input[type=file]", form), button = $("button", form), sent = $("[data-sent]", form);
  const sum = sent.appendChild(document.createElement("p"));
  const list = form.appendChild(document.createElement("ul"));
  const first = form.getAttribute("action") === "/import";
  const queue = [];
  let into = first ? "" : form.getAttribute("action").replace(/\/files$/, "");
  let all = 0, done = 0, bad = 0, under = 0;
  list.className = "sending";
  button.hidden = true;
  form.classList.add("live");

  const tell = () => {
    sum.textContent = all ? far.replace("{n}", done).replace("{all}", all) : "";
    if (all && done + bad === all && !bad && into) {
      removeEventListener("beforeunload", ask);
      location.assign(into);
    }
  };
  const ask = e => { if (done + bad < all) e.preventDefault(); };
  addEventListener("beforeunload", ask);

  function add(file, name) {
    const li = list.appendChild(document.createElement("li"));
    const bar = document.createElement("progress"), title = document.createElement("span"), state = document.createElement("small");
    title.textContent = name;
    title.dir = "auto";
    state.textContent = waits;
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    li.append(title, state, bar);
    queue.push({ file, name, li, bar, state, tries: 0 });
    all++;
  }

  // The first file makes the import; the others wait until it has an address.
  function next() {
    tell();
    while (queue.length && under < (into ? 2 : 1)) send(queue.shift());
  }

  function send(x) {
    const r = new XMLHttpRequest(), data = new FormData();
    under++;
    data.append("files", x.file, x.name);
    r.open("POST", into ? into + "/files" : "/import");
    r.setRequestHeader("Accept", "application/json");
    r.upload.onprogress = e => { x.bar.value = Math.min(e.loaded, x.bar.max); };
    r.onloadend = () => {
      under--;
      let said = {};
      try { said = JSON.parse(r.responseText); } catch { /* not ours */ }
      if (r.status === 200) {
        into ||= said.import;
        done++;
        x.bar.remove();
        x.state.textContent = said.same ? here : came;
        if (all > 20) x.li.remove();
      } else if ((r.status === 0 || r.status >= 500) && x.tries++ < 5) {
        x.state.textContent = again;
        under++;
        return setTimeout(() => { under--; queue.unshift(x); next(); }, 1000 * 2 ** x.tries);
      } else {
        bad++;
        x.bar.value = 0;
        x.state.textContent = said.error || failed;
        const b = x.state.appendChild(document.createElement("button"));
        b.type = "button";
        b.className = "linkish";
        b.textContent = retry;
        b.onclick = () => { bad--; x.tries = 0; x.state.textContent = waits; queue.push(x); next(); };
      }
      next();
    };
    r.send(data);
  }

  const take = files => { for (const f of files) add(f, f.webkitRelativePath || f.name); next(); };
  input.addEventListener("change", () => { take(input.files); input.value = ""; });

  // A folder is chosen by a second field, and dropped as it is.
  if ("webkitdirectory" in input) {
    const more = input.cloneNode(), label = document.createElement("button");
    more.id = "";
    more.hidden = true;
    more.webkitdirectory = true;
    more.removeAttribute("accept");
    more.addEventListener("change", () => { take([...more.files].filter(f => !f.name.startsWith("."))); more.value = ""; });
    label.type = "button";
    label.className = "btn wide-only";
    label.textContent = folder;
    label.onclick = () => more.click();
    button.after(label, more);
  }

  async function walk(entry, path) {
    if (entry.name.startsWith(".")) return;
    if (entry.isFile) return add(await new Promise((ok, no) => entry.file(ok, no)), path + entry.name);
    const reader = entry.createReader();
    for (;;) { // a reader gives a hundred at a time
      const some = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (!some.length) return;
      for (const e of some) await walk(e, path + entry.name + "/");
    }
  }
  form.dataset.drop = drop;
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, e => { e.preventDefault(); form.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", async e => {
    e.preventDefault();
    const entries = [...e.dataTransfer.items].map(i => i.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return take(e.dataTransfer.files);
    for (const entry of entries) await walk(entry, "").catch(() => { /* gone meanwhile */ });
    next();
  });
}

// While files are read the page says how far; once they are, it shows them, unless
// somebody is busy with it.
const page = $("[data-intake][data-busy]");
if (page) {
  const line = $("[data-progress]", page), bar = $(".going progress", page);
  const look = async () => {
    const r = await fetch(page.dataset.intake, { headers: { Accept: "application/json" } }).catch(() => null);
    if (r?.ok) {
      const s = await r.json();
      bar.max = s.files;
      bar.value = s.files - s.waiting;
      if (s.waiting) line.textContent = line.dataset.progress.replace("{n}", bar.value).replace("{all}", s.files);
      const typing = page.querySelector("input:checked[type=checkbox]") || page.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
      if (!s.waiting && !s.queued && !typing && !$(".sending li", page)) return location.reload();
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1500);
}
