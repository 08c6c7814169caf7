/** The coloured squares that stand for people and the app. */

import { el } from "./dom.js";

const COLOURS = 6;

/** A person's square; names are said beside it, so screen readers pass over it. */
export function face(user) {
  if (user?.is_bot) return el("span", { class: "face face-app", "aria-hidden": "true" }, user.name[0].toUpperCase());
  const name = user?.name ?? "?";
  const number = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS;
  return el("span", { class: `face face-${number}`, "aria-hidden": "true" }, name[0].toUpperCase());
}
