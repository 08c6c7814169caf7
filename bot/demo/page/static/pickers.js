/** Dates and times, picked in the browser's own pickers. */

import { use } from "./acting.js";
import { epochOf, localMinute } from "./dates.js";
import { el } from "./dom.js";
import { known } from "./mentions.js";
import { said } from "./texts.js";
import { enter, standing } from "./values.js";

const TYPES = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
/** Milliseconds that a date must stand: a keyboard makes one digit by digit. */
const PAUSE = 600;

/** A picker of a date, a time, or both. */
export function picker(element, place) {
  const { context, blockId } = place;
  const zone = known(context.users, context.me)?.tz;
  const both = element.type === "datetimepicker";
  const label = said(element.placeholder) || { datepicker: "Date", timepicker: "Time" }[element.type] || "Date and time";
  let timer = 0;
  let told = standing(element, blockId, context.values);
  const tell = async () => {
    clearTimeout(timer);
    const content = read();
    if (!place.tells || String(content) === String(told) || content === null) return;
    const before = told;
    told = content;
    if (await use(node, place, element, String(content))) return;
    told = before;
    enter(element, blockId, context.values, before);
    put(before);
  };
  const node = el("input", {
    class: "b-input b-picker",
    id: place.id,
    type: TYPES[element.type],
    disabled: context.readonly,
    max: { datepicker: "9999-12-31", datetimepicker: "9999-12-31T23:59" }[element.type],
    "data-action": element.action_id,
    "data-autofocus": element.focus_on_load,
    "aria-label": place.id ? null : label,
    "aria-describedby": place.describedBy,
    title: place.id ? null : label,
    onChange: () => {
      enter(element, blockId, context.values, read());
      clearTimeout(timer);
      timer = setTimeout(tell, PAUSE);
    },
    onBlur: tell,
    onKeydown: (event) => {
      if (event.key !== "Enter" || !place.tells) return;
      event.preventDefault();
      tell();
    },
  });
  put(told);
  return node;

  function put(content) {
    node.value = content ? (both ? localMinute(Number(content), zone) : content) : "";
  }
  function read() {
    const typing = element.type !== "timepicker" && node.value < "1900";
    if (!node.value || typing) return null;
    return both ? epochOf(node.value, zone) : node.value;
  }
}
