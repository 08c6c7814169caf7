/** One thing that passed between workspace and app, as the inspector shows it. */

import { el } from "./dom.js";
import { jsonView } from "./json.js";
import { exactTime } from "./times.js";

/** What an action was, in a few words. */
export function summary({ kind, name, request }) {
  if (kind === "call") return name;
  if (request.command) return `${request.command} ${request.text ?? ""}`.trim();
  const { event, actions, action_id: asked, view, callback_id: shortcut } = request;
  if (event) return event.type === "app_home_opened" ? `${event.type} (${event.tab})` : event.type;
  const what = actions?.[0]?.action_id ?? asked ?? view?.callback_id ?? shortcut;
  return what ? `${name}: ${what}` : name;
}

/** Who did it. */
export function actor({ request }, store) {
  const id = request.user_id ?? request.user?.id ?? request.event?.user;
  return store.users.get(id)?.name ?? "";
}

/** An entry that opens to its JSON. */
export function entryNode(entry, store) {
  const details = el(
    "details",
    {
      class: `entry${entry.error ? " failed" : ""}`,
      ontoggle: () => details.open && !details.querySelector(".json") && details.append(...contents(entry)),
    },
    el(
      "summary",
      {},
      el("span", { class: `way way-${entry.kind}` }, entry.kind === "call" ? "call" : "sent"),
      el("span", { class: "entry-name" }, summary(entry)),
      el("span", { class: "entry-result" }, result(entry)),
      el(
        "time",
        { class: "entry-time", title: exactTime(entry.at, store.tz) },
        entry.ms === null ? "…" : `${entry.kind === "call" ? "+" : ""}${Math.round(entry.ms)} ms`,
      ),
    ),
  );
  return details;
}

function result({ error, status, kind, attempts = [] }) {
  const again = attempts.length > 1 ? ` after ${attempts.length} attempts` : "";
  if (error) return `${error}${again}`;
  if (status === null) return "";
  return `${status === 200 && kind === "delivery" ? "acknowledged" : status}${again}`;
}

function contents(entry) {
  const request = entry.kind === "call" ? "What the app sent" : "What the app was sent";
  const answer = entry.kind === "call" ? "What Slack answered" : "How the app acknowledged";
  const attempts = entry.attempts?.length > 1 ? [el("h3", {}, "Attempts"), jsonView(entry.attempts, "attempts")] : [];
  const acknowledged =
    entry.answer === null || entry.answer === ""
      ? el("p", { class: "none" }, entry.status === null ? "Not yet." : "With nothing in it.")
      : jsonView(entry.answer, answer);
  return [el("h3", {}, request), jsonView(entry.request, request), el("h3", {}, answer), acknowledged, ...attempts];
}
