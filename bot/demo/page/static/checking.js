/** What Slack's client finds wrong with inputs before it submits a modal. */

import { standing } from "./values.js";

const REQUIRED = "Please complete this required field.";
const FORMS = {
  email_text_input: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "Please enter a valid email address."],
  url_text_input: [/^https?:\/\/[^\s]+$/i, "Please enter a valid URL."],
  number_input: [/^[+-]?\d*\.?\d+$/, "Please enter a number."],
};

/** What is wrong, by block id. */
export function wrong(blocks, values) {
  const found = {};
  for (const block of blocks.filter((one) => one.type === "input")) {
    const words = problem(block, standing(block.element, block.block_id, values));
    if (words) found[block.block_id] = words;
  }
  return found;
}

function problem({ element, optional }, content) {
  const empty = content === null || content === "" || (Array.isArray(content) && content.length === 0);
  if (empty) return optional ? null : REQUIRED;
  if (typeof content !== "string") return null;
  if (content.length < (element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`;
  const [form, words] = FORMS[element.type] ?? [];
  if (form && !form.test(content)) return words;
  return element.type === "number_input" ? range(element, content) : null;
}

function range(element, content) {
  const number = Number(content);
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return null;
}
