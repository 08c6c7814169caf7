/** The main column: a channel, a direct message, or the app's Home and Messages. */

import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { heading } from "./heading.js";
import { homeTab } from "./home.js";
import { joinButton } from "./members.js";
import { prompts } from "./panel.js";
import { shortcutsButton } from "./shortcuts.js";
import { statusLine } from "./status.js";
import { Timeline } from "./timeline.js";

const READ = 400;

/** Fills the column and keeps it at the store's place; gives its composer. */
export function column(main, store, contexts, options) {
  const timeline = new Timeline(store, contexts, { intro: () => intro(store) });
  const composer = new Composer(store, { tools: [shortcutsButton(store)] });
  const home = el("div", { class: "home", id: "home", tabindex: "0", role: "tabpanel", "aria-labelledby": "tab-home" });
  const outside = el("div", { class: "outside", hidden: true });
  const status = statusLine(
    store,
    (one) => one.channel === store.channel?.id && (store.place.view === "messages" || one.thread_ts === ""),
  );
  const talk = el(
    "div",
    { class: "talk", id: "talk" },
    timeline.node,
    prompts(store, (text) => composer.send(text)),
    status,
    outside,
    composer.node,
  );
  main.append(heading(store, options), home, talk);
  let tab = homeTab(contexts.ofViews());
  let shown = "";

  function show() {
    const { place, channel } = store;
    const atHome = place.view === "home";
    home.hidden = !atHome;
    talk.hidden = atHome;
    panel(talk, place.view === "messages");
    entrance(store, channel, outside, composer.node);
    const key = `${store.me}/${place.view}/${channel?.id}`;
    if (key === shown) return null;
    shown = key;
    return atHome ? store.perform("open_home") : turned(place, channel);
  }
  function turned(place, channel) {
    if (!channel) return null;
    channel.unread = 0;
    if (place.view === "messages") store.perform("open_panel");
    const label = place.view === "messages" || channel.kind === "im" ? channel.name : `#${channel.name}`;
    composer.show({ channel: channel.id, label: `Message ${label}` });
    return timeline.show({ channel: channel.id, name: label });
  }
  function person() {
    tab = homeTab(contexts.ofViews());
    home.replaceChildren(el("h2", { class: "only-said" }, "Home"), tab.node);
    tab.show(store.home);
  }
  store.on("person", person);
  store.on("home", () => tab.show(store.home));
  store.on("state", () => entrance(store, store.channel, outside, composer.node));
  reads(store);
  return { show, composer, timeline };
}

/** Whoever is not in a channel joins it before they write. */
function entrance(store, channel, outside, composer) {
  const closed = Boolean(channel) && channel.kind !== "im" && (channel.archived || !channel.members.includes(store.me));
  outside.hidden = !closed;
  composer.hidden = closed;
  if (!closed) return;
  const words = channel.archived ? `#${channel.name} is archived.` : `You are not in #${channel.name}.`;
  outside.replaceChildren(el("span", {}, words), ...(channel.archived ? [] : [joinButton(store, channel)]));
}

function panel(talk, app) {
  for (const [name, value] of [
    ["role", "tabpanel"],
    ["aria-labelledby", "tab-messages"],
  ]) {
    if (app) talk.setAttribute(name, value);
    else talk.removeAttribute(name);
  }
}

function intro({ channel, team, place }) {
  if (!channel) return el("p", {});
  if (place.view === "messages")
    return beginning(team.bot.name, `Ask ${team.bot.name} anything: only you see this conversation.`);
  if (channel.kind === "im")
    return beginning(channel.name, `This conversation is only between ${channel.name} and you.`);
  return beginning(
    `#${channel.name}`,
    `This is the beginning of #${channel.name}. Mention @${team.bot.name} to ask it something.`,
  );
}

function beginning(name, words) {
  return el("div", { class: "beginning" }, el("h2", {}, name), el("p", {}, words));
}

/** What comes in while a channel is looked at is read. */
function reads(store) {
  let timer = 0;
  store.on("messages", ({ channel, thread, fresh }) => {
    if (!fresh || thread || channel !== store.channel?.id || store.place.view === "home") return;
    clearTimeout(timer);
    timer = setTimeout(() => store.act("read", { channel }), READ);
  });
}
