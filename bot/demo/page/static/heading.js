/** The head of the main column: where it is, who is there, the app's tabs. */

import { el } from "./dom.js";
import { face } from "./faces.js";
import { openMembers } from "./members.js";
import { symbol } from "./symbols.js";

const TABS = [
  ["home", "Home"],
  ["messages", "Messages"],
];

/**
 * The head.
 * @param {Object} store
 * @param {{openSidebar: function(), inspector: Element}} options
 */
export function heading(store, { openSidebar, inspector }) {
  const menu = el(
    "button",
    { class: "plain only-narrow", type: "button", "aria-label": "Open sidebar", onclick: openSidebar },
    symbol("menu"),
  );
  const title = el("h1", { class: "head-title", tabindex: "-1" });
  const members = el("button", { class: "tool", type: "button", onclick: () => openMembers(store, store.channel) });
  const tabs = el(
    "div",
    { class: "tabs", role: "tablist" },
    TABS.map(([view, name]) => tab(store, view, name)),
  );
  tabs.addEventListener("keydown", (event) => turned(event, tabs));
  const show = () => {
    const { place, channel } = store;
    const app = place.view !== "channel";
    title.replaceChildren(...titled(store, app, channel));
    members.hidden = app || !channel || channel.kind === "im";
    members.replaceChildren(
      symbol("people"),
      el("span", { class: "only-said" }, "Members: "),
      String(channel?.members.length ?? 0),
    );
    tabs.hidden = !app;
    tabs.setAttribute("aria-label", store.team.bot.name);
    for (const one of tabs.children) select(one, one.dataset.view === place.view);
    document.title =
      app || channel?.kind === "im"
        ? `${title.textContent} · ${store.team.name}`
        : `#${channel?.name ?? ""} · ${store.team.name}`;
  };
  store.on("state place", show);
  return el("header", { class: "head" }, el("div", { class: "head-line" }, menu, title, members, inspector), tabs);
}

function titled(store, app, channel) {
  if (app) return [face({ ...store.team.bot, is_bot: true }), store.team.bot.name];
  if (!channel) return [];
  const other =
    channel.kind === "im"
      ? [...store.users.values()].find(({ id }) => id !== store.me && channel.members.includes(id))
      : null;
  return [other ? face(other) : symbol(channel.kind === "private" ? "lock" : "hash"), channel.name];
}

function tab(store, view, name) {
  return el(
    "button",
    {
      class: "tab",
      role: "tab",
      type: "button",
      id: `tab-${view}`,
      "data-view": view,
      "aria-controls": view === "home" ? "home" : "talk",
      onclick: () => store.go({ view }),
    },
    name,
  );
}

function select(node, chosen) {
  node.setAttribute("aria-selected", String(chosen));
  node.tabIndex = chosen ? 0 : -1;
}

function turned(event, tabs) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = [...tabs.children].find((one) => one.tabIndex < 0);
  other.focus();
  other.click();
  event.preventDefault();
}
