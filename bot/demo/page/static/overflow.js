/** The overflow menu: three dots, and up to five things to do. */

import { use } from "./acting.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { safe } from "./links.js";
import { popup } from "./popup.js";
import { textNodes } from "./texts.js";

/** An overflow menu. */
export function overflow(element, place) {
  const button = el(
    "button",
    {
      type: "button",
      class: "b-button b-overflow",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      disabled: place.context.readonly,
      onClick: () => (pane.isOpen() ? pane.close() : show()),
      onKeydown: (event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        show();
      },
    },
    icon("dots"),
  );
  const wrap = el("span", { class: "b-anchor" }, button);
  const pane = popup(button, { class: "b-pane b-menu-pane", role: "menu" }, { onClose: () => button.setAttribute("aria-expanded", "false") });
  const choose = (option) => {
    pane.close();
    button.focus();
    const url = option.url && safe(option.url);
    if (url) window.open(url, "_blank", "noopener,noreferrer");
    use(button, place, element, option.value);
  };
  const items = element.options.map((option) => item(option, place.context, choose));
  pane.node.append(...items);
  pane.node.addEventListener("keydown", (event) => walk(event, items, pane, button));
  const show = () => {
    pane.open();
    button.setAttribute("aria-expanded", "true");
    items[0].focus();
  };
  wrap.append(pane.node);
  return wrap;
}

function item(option, context, choose) {
  const description = option.description && el("span", { class: "b-small" }, textNodes(option.description, context));
  const props = { type: "button", class: "b-option", role: "menuitem", tabindex: "-1", onClick: () => choose(option) };
  return el("button", props, el("span", {}, textNodes(option.text, context)), description);
}

function walk(event, items, pane, button) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    items.at(to % items.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    pane.close();
    button.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
