/** People, channels and dates that are named in texts. */

import { formatted } from "./dates.js";
import { el } from "./dom.js";
import { link } from "./links.js";

const BROADCASTS = new Set(["here", "channel", "everyone"]);

/** The record with an id, out of a list or Map of them. */
export function known(records, id) {
  return [...(records ?? new Map()).values()].find((one) => one.id === id);
}

/** A person; their name is said even to those who do not know them. */
export function userNode(id, context, label) {
  const name = known(context.users, id)?.name ?? label ?? id;
  return el("span", { class: "b-mention", "data-user": id, "data-me": id === context.me }, `@${name}`);
}

/** A channel. */
export function channelNode(id, context, label) {
  const name = known(context.channels, id)?.name ?? label ?? id;
  return el("span", { class: "b-mention b-channel", "data-channel": id }, `#${name}`);
}

/** `@here`, `@channel` or `@everyone`; the label of any other name. */
export function broadcastNode(name, label) {
  if (BROADCASTS.has(name)) return el("span", { class: "b-mention b-broadcast" }, `@${name}`);
  return document.createTextNode(label ?? name);
}

/** A moment in the reader's time zone; the fallback where it is none. */
export function dateNode(epoch, format, context, { url, fallback } = {}) {
  const seconds = Number(epoch);
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return document.createTextNode(fallback ?? format);
  const zone = known(context.users, context.me)?.tz;
  const now = context.now?.() ?? Date.now() / 1000;
  const node = el(
    "time",
    { datetime: new Date(seconds * 1000).toISOString(), title: formatted(seconds, "{date_long} {time}", { zone, now }) },
    formatted(seconds, format, { zone, now }),
  );
  return url ? link(url, node) : node;
}
