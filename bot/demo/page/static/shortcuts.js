/** The button beside the composer that offers the app's global shortcuts. */

import { el } from "./dom.js";
import { openMenu } from "./menu.js";
import { symbol } from "./symbols.js";

/** The button; hidden while the app has no shortcuts. */
export function shortcutsButton(store) {
  const button = el(
    "button",
    { class: "tool", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: open },
    symbol("bolt"),
    el("span", {}, "Shortcuts"),
  );
  const global = () => store.shortcuts.filter(({ type }) => type === "global");
  store.on("state", () => {
    button.hidden = !global().length;
  });
  return button;

  function open() {
    const items = global().map(({ name, description, callback_id }) => ({
      name,
      hint: description,
      act: () => store.perform("shortcut", { callback_id }),
    }));
    openMenu(button, "Shortcuts", items);
  }
}
