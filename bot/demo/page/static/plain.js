/** A message's text without its markup: for the screen reader, and as it was typed. */

const TOKEN = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g;

/** The text as it was typed: `@ada`, `#general`, addresses as they are. */
export function typed(text, store) {
  return unescaped(text.replace(TOKEN, (_, sign, id, label) => named(sign, id, label, store)));
}

/** The text to be read out, cut to a length. */
export function spoken(text, store, most = 240) {
  const plain = typed(text ?? "", store)
    .replace(/[*_~`]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}

function named(sign, id, label, store) {
  if (sign === "@") return `@${store.users.get(id)?.name ?? label ?? id}`;
  if (sign === "#") return `#${store.channels.get(id)?.name ?? label ?? id}`;
  if (sign === "!") return id.startsWith("date") ? (label ?? id) : `@${id.split("^")[0]}`;
  return label ?? id;
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
