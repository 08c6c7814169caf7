/** The workspace's clock, which can be moved forward. */

import { el } from "./dom.js";
import { symbol } from "./symbols.js";
import { fieldValue, longMoment, moment, nextHour, shortMoment } from "./times.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const MORNING = 9;
const TICK = 5000;

/** The clock with its buttons. */
export function clockBox(store) {
  const time = el("time", { class: "clock-time", "data-clock": true });
  const field = el("input", { class: "field", type: "datetime-local", "aria-label": "Move the clock to" });
  const advance = (seconds) => store.perform("advance", { seconds });
  const button = (name, seconds) =>
    el("button", { class: "button small", type: "button", onclick: () => advance(seconds()) }, name);
  const show = () => {
    const now = store.now();
    time.textContent = shortMoment(now, store.tz);
    time.title = `${longMoment(now, store.tz)}, ${store.tz}`;
    time.dateTime = new Date(now * 1000).toISOString();
  };
  const there = (event) => {
    event.preventDefault();
    const seconds = field.value ? moment(field.value, store.tz) - store.now() : -1;
    if (seconds < 0) store.tell("trouble", "The clock goes forward only.");
    else advance(seconds);
  };
  const other = el(
    "details",
    { class: "clock-other", ontoggle: () => (field.value = fieldValue(store.now() + HOUR, store.tz)) },
    el("summary", {}, "Another time"),
    el(
      "form",
      { class: "clock-form", onsubmit: there },
      field,
      el("button", { class: "button small", type: "submit" }, "Go"),
    ),
  );
  setInterval(show, TICK);
  store.on("clock person", show);
  return el(
    "section",
    { class: "clock", "aria-label": "Clock" },
    el("div", { class: "clock-now" }, symbol("clock"), time),
    el(
      "div",
      { class: "clock-buttons" },
      button("+1 hour", () => HOUR),
      button("+1 day", () => DAY),
      button("Next morning, 9:00", () => nextHour(MORNING, store.now(), store.tz) - store.now()),
    ),
    other,
  );
}
