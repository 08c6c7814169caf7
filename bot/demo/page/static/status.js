/** What the app says that it is doing, over a composer. */

import { el } from "./dom.js";

const TURN = 2500;

/**
 * The line for one place.
 * @param {Object} store
 * @param {function(Object): boolean} here whether a status belongs to this place.
 */
export function statusLine(store, here) {
  const node = el("div", { class: "status", role: "status" });
  let turn = 0;
  const show = () => {
    const status = store.statuses.find(here);
    const said = status ? words(store, status, turn) : starting(store);
    node.replaceChildren(...(said ? [el("span", { class: "dots", "aria-hidden": "true" }), said] : []));
  };
  setInterval(() => {
    if (!node.firstChild) return;
    turn += 1;
    show();
  }, TURN);
  store.on("state statuses place thread", show);
  return node;
}

/** What is asked meanwhile waits for the app. */
function starting({ app, team }) {
  return app === "starting" ? `${team.bot.name} is starting, and answers in a moment` : "";
}

function words(store, { status, loading_messages: loading = [] }, turn) {
  if (loading.length) return loading[turn % loading.length];
  return `${store.team.bot.name} ${status}`;
}
