// Signing in again without leaving the page. What a name and a password can't do (a
// second step, a passkey, another provider) is done in a new tab; when one comes back
// the page looks who is signed in.
import { t } from "./say.js";
import { dialog, field, h } from "./ui.js";

// signIn shows the dialog; who opened it closes it once the right account is in.
export function signIn(saver, why) {
  const fault = h("p", { className: "fault", role: "alert" });
  const elsewhere = h("a", { href: "/users/login", target: "_blank", rel: "noopener" }, t("Sign in another way, in a new tab"));
  const form = h("form", {
    className: "stack", async onsubmit(e) {
      e.preventDefault();
      form.inert = true;
      const said = await saver.signIn(Object.fromEntries(new FormData(form)));
      form.inert = false;
      if (said.account === saver.device.account) return;
      if (said.second) {
        elsewhere.href = said.second;
        elsewhere.textContent = t("Take the second step in a new tab");
        elsewhere.className = "btn primary";
        elsewhere.focus();
      }
      fault.textContent = said.second ? t("Your account asks for a second step.") : said.error ?? t("That is another account than the one which wrote this. Sign in as that one, and it is saved.");
    },
  }, h("p", {}, why || t("You were signed out.")), h("p", { className: "hint" }, t("What you wrote is here, and kept on this device.")),
  field({ name: "name", label: t("Name or e-mail"), required: true, autocomplete: "username" }),
  field({ name: "password", label: t("Password"), type: "password", required: true, autocomplete: "current-password" }), fault,
  h("div", { className: "row" }, h("button", { className: "btn primary" }, t("Sign in")), h("button", { type: "button", className: "btn", onclick: () => box.close() }, t("Cancel"))),
  h("p", {}, elsewhere), h("p", { className: "hint" }, t("Then come back here: what you wrote is saved at once.")));
  const box = dialog(t("Sign in to go on saving"), form);
  form.elements.name.focus();
  return box;
}
