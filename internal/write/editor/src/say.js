// Every sentence for people goes through t; the English text is its key. A page in
// another language brings translations in data-said of the form.
let said = {};

export const speak = translations => { said = translations; };

// t gives a sentence with what stands in braces filled in.
export const t = (key, args = {}) => (said[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => args[name] ?? all);

const language = () => document.documentElement.lang || "en";

// count gives a sentence with a number, in the plural form that the language has.
export function count(n, one, other) {
  const form = new Intl.PluralRules(language()).select(n), forms = said[other];
  const text = forms ? forms[form] ?? forms.other : form === "one" ? one : other;
  return text.replaceAll("{n}", n.toLocaleString(language()));
}

export const clock = at => new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
