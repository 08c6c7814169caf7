/** The sidebar: channels, people, the app, and how the workspace is set. */

import { clockBox } from "./clock.js";
import { el } from "./dom.js";
import { face } from "./faces.js";
import { openForm } from "./forms.js";
import { keepingFocus } from "./focus.js";
import { peopleSelect } from "./people.js";
import { symbol } from "./symbols.js";
import { themeSelect } from "./theme.js";

const APP = { starting: "starting…", none: "not connected" };

/** Fills the sidebar and keeps it so. */
export function sidebar(nav, store, close) {
  const name = el("p", { class: "workspace-name" });
  const leave = el(
    "button",
    { class: "plain only-narrow", type: "button", "aria-label": "Close sidebar", onclick: close },
    symbol("close"),
  );
  let places = el("div", { class: "places" });
  nav.append(
    el("header", { class: "side-head" }, name, leave),
    places,
    el("footer", { class: "side-foot" }, clockBox(store), peopleSelect(store), themeSelect()),
  );
  const show = () => {
    name.textContent = store.team.name;
    const made = el("div", { class: "places" }, channelList(store), peopleList(store), appList(store));
    keepingFocus(places, made, () => places.replaceWith(made));
    places = made;
  };
  store.on("state place", show);
}

function channelList(store) {
  const channels = [...store.channels.values()].filter(({ kind }) => kind !== "im");
  const add = el(
    "button",
    {
      class: "plain",
      type: "button",
      "aria-label": "Create a channel",
      title: "Create a channel",
      onclick: () => create(store),
    },
    symbol("plus"),
  );
  return section(
    "Channels",
    add,
    channels.map((channel) => {
      const here = store.place.view === "channel" && store.place.channel === channel.id;
      const outside = !channel.members.includes(store.me);
      const picture = symbol(channel.kind === "private" ? "lock" : "hash");
      return entry(
        store,
        { picture, name: channel.name, here, unread: channel.unread, quiet: outside || channel.archived },
        { view: "channel", channel: channel.id },
      );
    }),
  );
}

function peopleList(store) {
  const people = [...store.users.values()].filter(({ id, is_bot }) => !is_bot && id !== store.me);
  return section(
    "Direct messages",
    null,
    people.map((person) => {
      const dm = [...store.channels.values()].find(
        ({ kind, members }) => kind === "im" && members.includes(person.id) && members.includes(store.me),
      );
      const here = Boolean(dm) && store.place.view === "channel" && store.place.channel === dm.id;
      const look = { picture: face(person), name: person.name, here, unread: dm?.unread ?? 0 };
      return entry(store, look, dm ? { view: "channel", channel: dm.id } : null, person);
    }),
  );
}

function appList(store) {
  const { bot } = store.team;
  const look = {
    picture: face({ ...bot, is_bot: true }),
    name: bot.name,
    here: store.place.view !== "channel",
    unread: store.channels.get(store.botDm)?.unread ?? 0,
    note: APP[store.app],
  };
  return section("Apps", null, [entry(store, look, { view: "messages" })]);
}

function section(title, button, entries) {
  return el("section", {}, el("div", { class: "side-title" }, el("h2", {}, title), button), el("ul", {}, entries));
}

function entry(store, { picture, name, here, unread, quiet, note }, place, person) {
  const open = () => (place ? store.go(place) : openDirect(store, person));
  const count =
    unread > 0 &&
    !here &&
    el("span", { class: "unread" }, unread > 999 ? "999+" : unread, el("span", { class: "only-said" }, " unread"));
  return el(
    "li",
    {},
    el(
      "button",
      {
        class: `place${unread && !here ? " has-unread" : ""}${quiet ? " quiet" : ""}`,
        type: "button",
        "aria-current": here ? "page" : null,
        onclick: open,
      },
      picture,
      el("span", { class: "place-name" }, name),
      note && el("span", { class: "place-note" }, note),
      count,
    ),
  );
}

async function openDirect(store, person) {
  const answer = await store.perform("dm", { with: person.id });
  if (!answer.ok) return;
  await store.refresh();
  store.go({ view: "channel", channel: answer.channel });
}

function create(store) {
  openForm(
    "Create a channel",
    "Create",
    [
      { name: "name", label: "Name" },
      { name: "private", label: "Private", kind: "checkbox" },
    ],
    async (given) => {
      const answer = await store.act("create_channel", given);
      if (!answer.ok) return answer;
      await store.refresh();
      store.go({ view: "channel", channel: answer.channel });
      return answer;
    },
  );
}
