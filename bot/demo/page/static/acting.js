/** What happens when an element is used: the question before it, the app's answer, and its trouble. */

import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { entriesOf } from "./values.js";

/**
 * Where an element stands.
 * @typedef {object} Place
 * @property {object} context see blocks.js
 * @property {string} blockId
 * @property {boolean} tells whether the app is told of a choice at once
 * @property {boolean} optional whether an input may be emptied
 * @property {string} [id] what a label points to
 * @property {string} [labelledBy]
 * @property {string} [describedBy]
 */

/**
 * Tells the app that an element was used; whether it was, since a person may think better of it.
 * @param {Element} node what was used; busy until the app has answered
 * @param {Place} place
 * @param {object} element as Block Kit has it
 * @param {string|string[]} [value] the button's or option's value, the text, the date
 */
export async function use(node, place, element, value) {
  const { context, blockId } = place;
  if (context.readonly || node.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm, context))) return false;
  node.setAttribute("aria-busy", "true");
  told(node, "");
  const values = entriesOf(context.blocks, context.values);
  const answer = await asked(context, "click", { action_id: element.action_id, block_id: blockId, value, values });
  node.removeAttribute("aria-busy");
  if (!answer.ok) told(node, answer.detail ?? answer.error ?? "That did not work.");
  return true;
}

/** What the server answers to an act; what goes wrong on the way is an answer too. */
export async function asked(context, name, body) {
  try {
    return (await context.act(name, body)) ?? { ok: true };
  } catch (error) {
    return { ok: false, error: "not_sent", detail: `The workspace does not answer: ${error.message}` };
  }
}

function told(node, words) {
  const block = node.closest(".b-block");
  block?.querySelector(":scope > .b-trouble")?.remove();
  if (words) block?.append(el("p", { class: "b-trouble", role: "alert" }, words));
}
