/** Inputs that are typed into: text, email, address, number. */

import { use } from "./acting.js";
import { el } from "./dom.js";
import { said } from "./texts.js";
import { enter, standing } from "./values.js";

/** Milliseconds without a key before the app is told of characters. */
const PAUSE = 400;
const KINDS = { email_text_input: "email", url_text_input: "url", number_input: "text" };
const KEYBOARDS = { number_input: "decimal" };

/** A text input. */
export function textInput(element, place) {
  const { context, blockId } = place;
  const long = element.multiline || element.type === "rich_text_input";
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let timer = 0;
  const tell = () => {
    clearTimeout(timer);
    use(node, place, element, node.value);
  };
  const node = el(long ? "textarea" : "input", {
    class: "b-input",
    id: place.id,
    type: long ? null : (KINDS[element.type] ?? "text"),
    rows: long ? 4 : null,
    inputmode: KEYBOARDS[element.type],
    autocomplete: "off",
    placeholder: said(element.placeholder) || null,
    maxlength: element.max_length ?? 3000,
    disabled: context.readonly,
    "data-action": element.action_id,
    "data-autofocus": element.focus_on_load,
    "aria-label": place.id ? null : said(element.placeholder) || "Text",
    "aria-describedby": place.describedBy,
    value: text(standing(element, blockId, context.values)),
    onInput: () => {
      enter(element, blockId, context.values, node.value || null);
      if (!place.tells || !when.includes("on_character_entered")) return;
      clearTimeout(timer);
      timer = setTimeout(tell, PAUSE);
    },
    onKeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      if (!place.tells || !when.includes("on_enter_pressed")) return;
      event.preventDefault();
      enter(element, blockId, context.values, node.value || null);
      tell();
    },
  });
  return node;
}

function text(content) {
  return typeof content === "string" || typeof content === "number" ? String(content) : "";
}
