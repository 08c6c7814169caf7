/** Puts the page together and starts it. */

import { column } from "./column.js";
import { Contexts } from "./contexts.js";
import { el } from "./dom.js";
import { drawerOf } from "./drawer.js";
import { openForm } from "./forms.js";
import { inspector } from "./inspector.js";
import { liveRegion } from "./live.js";
import { modals } from "./modal.js";
import { typed } from "./plain.js";
import { route, routed, settled } from "./route.js";
import { sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { threadPane } from "./thread.js";
import { toasts } from "./toasts.js";

const by = (id) => document.getElementById(id);

async function start() {
  const store = new Store();
  const contexts = new Contexts(store);
  const drawer = drawerOf(store, by("sidebar"), [by("main"), by("thread"), by("inspector")]);
  document.body.append(liveRegion(store), toasts(store), offline(store));
  keepSettled(store);
  const toggle = inspector(by("inspector"), store);
  sidebar(by("sidebar"), store, drawer.close);
  const main = column(by("main"), store, contexts, { openSidebar: drawer.open, inspector: toggle });
  threadPane(by("thread"), store, contexts);
  stack(store, contexts);
  editing(store);
  route(store);
  const { place, thread } = routed();
  store.place = place;
  store.thread = thread;
  const first = new Promise((shown) => store.on("place", () => shown(main.show())));
  await store.become(new URLSearchParams(location.search).get("user") ?? undefined);
  await first;
  document.documentElement.dataset.ready = "true";
  if (!store.thread && matchMedia("(hover: hover)").matches) main.composer.focus();
}

/** Nobody stays in a place that they cannot see. */
function keepSettled(store) {
  store.on("person", () => {
    store.place = settled(store, store.place);
    if (store.thread && !store.thread.channel) store.thread.channel = store.botDm;
    if (store.thread && !store.channels.has(store.thread.channel)) store.thread = null;
  });
  store.on("state", () => {
    const place = settled(store, store.place);
    if (place !== store.place && store.place.channel) store.go(place);
  });
}

/** The stack of modals of whoever the page shows. */
function stack(store, contexts) {
  let shown = null;
  const renew = () => {
    shown?.show([]);
    shown = modals(document.body, contexts.ofViews());
    shown.show(store.modals);
  };
  store.on("person", renew);
  store.on("modals", () => shown?.show(store.modals));
}

/** One's own messages can be changed. */
function editing(store) {
  store.on("edit", ({ channel, ts, text }) => {
    const field = { name: "text", label: "Message", kind: "area", value: typed(text, store) };
    openForm("Edit message", "Save", [field], ({ text: changed }) => store.act("edit", { channel, ts, text: changed }));
  });
}

function offline(store) {
  const node = el(
    "p",
    { class: "offline", role: "alert", hidden: true },
    "The demo does not answer. Is whosejob demo still running?",
  );
  store.on("connection", () => {
    node.hidden = store.online;
  });
  return node;
}

start().catch((error) => {
  document.body.append(el("p", { class: "offline", role: "alert" }, `The page could not start: ${error.message}`));
});
