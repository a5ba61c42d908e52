// Passkeys: the browser asks the device, the archive checks the answer.
const bytes = s => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = b => b && btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = list => list?.map(c => ({ ...c, id: bytes(c.id) }));

const ask = async (way, body = {}) => {
  const r = await fetch(`/passkey/${way}`, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", Accept: "application/json" },
  });
  const answer = await r.json().catch(() => ({}));
  if (!r.ok) throw Object.assign(new Error(answer.say ?? ""), { said: answer.say, to: answer.to });
  return answer;
};

const answerOf = c => ({
  id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment ?? undefined,
  clientExtensionResults: c.getClientExtensionResults(),
  response: {
    clientDataJSON: text(c.response.clientDataJSON), attestationObject: text(c.response.attestationObject), transports: c.response.getTransports?.(),
    authenticatorData: text(c.response.authenticatorData), signature: text(c.response.signature), userHandle: text(c.response.userHandle) || undefined,
  },
});

// make has the device make a passkey; use has it answer with one.
const make = o => navigator.credentials.create({
  publicKey: { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: named(o.excludeCredentials) },
});
const use = (o, more) => navigator.credentials.get({
  publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: named(o.allowCredentials) }, ...more,
});

let offered; // what ends the offer in the field of the name

async function run(box, more = {}) {
  const way = box.dataset.passkey;
  const { publicKey } = await ask(`${way}/begin`);
  const key = await (way === "add" ? make(publicKey) : use(publicKey, more));
  const name = way === "add" ? $("input", box).value : undefined;
  const { to } = await ask(way, { name, next: box.dataset.next, response: answerOf(key) });
  location.assign(to);
}

for (const box of $$("[data-passkey]")) {
  const fault = $(".fault", box), button = $("button", box);
  const act = async e => {
    e.preventDefault();
    offered?.abort();
    fault.hidden = true;
    button.disabled = true;
    try {
      if (!window.PublicKeyCredential) throw { said: box.dataset.unable };
      await run(box);
    } catch (err) {
      if (err.to) return location.assign(err.to);
      fault.textContent = err.said || box.dataset.failed;
      fault.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  if (box.matches("form")) box.addEventListener("submit", act);
  else button.addEventListener("click", act);
}

// Where the browser can, it offers passkeys in the field of the name.
const login = $("[data-passkey=login]");
if (login && await window.PublicKeyCredential?.isConditionalMediationAvailable?.()) {
  offered = new AbortController();
  run(login, { mediation: "conditional", signal: offered.signal }).catch(err => {
    if (!err.said) return; // it was not taken up
    $(".fault", login).textContent = err.said;
    $(".fault", login).hidden = false;
  });
}
