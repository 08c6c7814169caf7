/** Reads new messages out to those who use a screen reader. */

import { el } from "./dom.js";
import { spoken } from "./plain.js";

/** The region in which they are said. */
export function liveRegion(store) {
  const region = el("div", { class: "only-said", role: "log", "aria-live": "polite", "aria-label": "New messages" });
  store.on("messages", ({ channel, thread, message, fresh }) => {
    if (!fresh || message.user === store.me || !shown(store, channel, thread)) return;
    const name = store.users.get(message.user)?.name ?? "";
    const where = thread ? " in the thread" : "";
    region.replaceChildren(el("p", {}, `${name}${where}: ${spoken(message.text, store)}`));
  });
  return region;
}

function shown(store, channel, thread) {
  if (thread) return store.thread?.channel === channel && store.thread.ts === thread;
  return store.channel?.id === channel && store.place.view !== "home";
}
