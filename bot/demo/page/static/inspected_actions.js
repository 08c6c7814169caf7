/** What passed between workspace and app, gathered by the action that began it. */

import { el } from "./dom.js";
import { actor, entryNode, summary } from "./inspected.js";
import { exactTime } from "./times.js";

/** Actions that are shown. */
const MOST = 100;

/** The actions, the newest first. */
export class Actions {
  #groups = new Map();
  #entries = new Map();

  /** @param {Object} store */
  constructor(store) {
    this.store = store;
    this.empty = el("p", { class: "none" }, "Nothing has been sent to the app yet.");
    this.node = el("div", { class: "actions" }, this.empty);
  }

  /** Shows these entries, and what came in while they were fetched. */
  replace(entries) {
    const last = entries.at(-1)?.n ?? 0;
    const later = [...this.#entries.values()].map(({ entry }) => entry).filter(({ n }) => n > last);
    this.clear();
    const wanted = new Set([...new Set(entries.map(({ action }) => action))].slice(-MOST));
    for (const entry of entries) if (wanted.has(entry.action)) this.take(entry);
    for (const entry of later) this.take(entry);
  }

  /** Shows none. */
  clear() {
    this.#groups.clear();
    this.#entries.clear();
    this.node.replaceChildren(this.empty);
    this.empty.hidden = false;
  }

  /** Takes an entry that is new or has changed. */
  take(entry) {
    this.empty.hidden = true;
    const node = entryNode(entry, this.store);
    const known = this.#entries.get(entry.n)?.node;
    if (known) {
      node.open = known.open;
      known.replaceWith(node);
    } else (this.#groups.get(entry.action) ?? this.#group(entry)).append(node);
    this.#entries.set(entry.n, { entry, node });
  }

  /** The newest action is open, until there is a newer one; what somebody opened stays so. */
  #group(entry) {
    const { store } = this;
    const body = el("div", { class: "action-entries" });
    const who = actor(entry, store);
    const details = el(
      "details",
      { class: "action", open: true, onclick: () => (details.dataset.kept = "1") },
      el(
        "summary",
        {},
        el("span", { class: "action-name" }, summary(entry)),
        el("span", { class: "action-who" }, who),
        el("time", { class: "entry-time" }, exactTime(entry.at, store.tz)),
      ),
      body,
    );
    const before = this.node.firstChild;
    if (before?.matches?.(".action:not([data-kept])")) before.open = false;
    this.node.prepend(details);
    this.#groups.set(entry.action, body);
    if (this.#groups.size > MOST) this.#forgetOldest();
    return body;
  }

  #forgetOldest() {
    const [action, body] = this.#groups.entries().next().value;
    body.parentNode.remove();
    this.#groups.delete(action);
    for (const [n, { entry }] of this.#entries) if (entry.action === action) this.#entries.delete(n);
  }
}
