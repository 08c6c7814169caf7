/** Who is in a channel: shown, invited, joined and left. */

import { el } from "./dom.js";
import { face } from "./faces.js";
import { openDialog } from "./forms.js";

/** Opens the list of a channel's members. */
export function openMembers(store, channel) {
  const inside = channel.members.includes(store.me);
  const members = channel.members.map((id) => store.users.get(id)).filter(Boolean);
  const list = el(
    "ul",
    { class: "members" },
    members.map((user) =>
      el("li", {}, face(user), el("span", {}, user.name), user.is_bot && el("span", { class: "badge" }, "App")),
    ),
  );
  const leave = el(
    "button",
    { class: "button", type: "button", onclick: () => done(store.perform("leave", { channel: channel.id })) },
    "Leave channel",
  );
  const dialog = openDialog(
    `Members of #${channel.name}`,
    list,
    inside ? invite(store, channel, done) : joinButton(store, channel, done),
    inside && leave,
  );

  async function done(asked) {
    if ((await asked).ok) dialog.close();
  }
}

/** The button to join a channel. */
export function joinButton(store, channel, done = (asked) => asked) {
  return el(
    "button",
    { class: "button primary", type: "button", onclick: () => done(store.perform("join", { channel: channel.id })) },
    "Join channel",
  );
}

function invite(store, channel, done) {
  const others = [...store.users.values()].filter(({ id }) => !channel.members.includes(id));
  if (!others.length) return null;
  const select = el(
    "select",
    { class: "select", "aria-label": "Invite" },
    others.map(({ id, name }) => el("option", { value: id }, name)),
  );
  const send = (event) => {
    event.preventDefault();
    done(store.perform("invite", { channel: channel.id, invited: select.value }));
  };
  return el(
    "form",
    { class: "clock-form", onsubmit: send },
    select,
    el("button", { class: "button", type: "submit" }, "Invite"),
  );
}
