/** A person's open modals, one on top of the other. */

import { asked } from "./acting.js";
import { wrong } from "./checking.js";
import { el, newId } from "./dom.js";
import { icon } from "./icons.js";
import { showErrors } from "./labels.js";
import { surface } from "./surface.js";
import { textIn, textNodes } from "./texts.js";
import { entriesOf } from "./values.js";

/**
 * The stack of modals.
 * @param {Element} root where they are put
 * @param {object} context see blocks.js; `act(name, body)` is given `submit`, `close`, `click` and `suggest`, each
 *   with its `view_id`
 * @returns {{show: (views: object[]) => void}} `show` takes all open modals, the uppermost last
 */
export function modals(root, context) {
  const open = new Map();
  const closed = new Set();

  function show(views) {
    const wanted = views.filter((view) => !closed.has(view.id));
    for (const id of [...open.keys()].filter((one) => !wanted.some((view) => view.id === one))) remove(id);
    for (const view of wanted) {
      if (!open.has(view.id)) open.set(view.id, modal(root, context, view, () => close(view.id)));
      open.get(view.id).show(view);
    }
  }
  function close(id) {
    // At once, as Slack's client does; news of it from before it was closed must not open it again.
    closed.add(id);
    remove(id);
    asked(context, "close", { view_id: id });
  }
  function remove(id) {
    open.get(id)?.remove();
    open.delete(id);
  }
  return { show };
}

function modal(root, context, view, onClose) {
  const inner = surface(context, { class: "b-modal-body", tabindex: "-1" });
  const title = newId("title");
  const head = el("div", { class: "b-modal-head" });
  const trouble = el("p", { class: "b-trouble", role: "alert" });
  const foot = el("div", { class: "b-modal-foot" });
  const form = el("form", { class: "b-form", novalidate: true, onSubmit: submit }, head, inner.node, trouble, foot);
  const dialog = el("dialog", {
    class: "b-modal",
    "aria-labelledby": title,
    "aria-modal": "true",
    onCancel: (event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      onClose();
    },
  }, form);
  root.append(dialog);
  let shown = null;
  let busy = false;

  function show(next) {
    if (shown?.hash === next.hash && shown) return;
    const first = shown === null;
    shown = next;
    head.replaceChildren(...heading(next, title, context, onClose));
    foot.replaceChildren(...buttons(next, context, onClose));
    trouble.textContent = "";
    inner.show(next);
    if (!first) return;
    dialog.showModal();
    (dialog.querySelector("[data-autofocus]") ?? firstInput(inner.node) ?? inner.node).focus();
  }
  async function submit(event) {
    event.preventDefault();
    if (busy || !shown.submit || context.readonly) return;
    const problems = wrong(inner.blocks(), inner.values);
    if (!showErrors(form, problems) || Object.keys(problems).length) return;
    setBusy(true);
    const body = { view_id: shown.id, values: entriesOf(inner.blocks(), inner.values) };
    const answer = await asked(context, "submit", body);
    setBusy(false);
    const all = showErrors(form, answer.errors ?? {});
    trouble.textContent = answer.ok || (answer.errors && all) ? "" : words(answer);
  }
  function setBusy(now) {
    busy = now;
    foot.querySelector("[type=submit]")?.setAttribute("aria-busy", String(now));
  }
  function remove() {
    dialog.close();
    dialog.remove();
  }
  return { show, remove };
}

function heading(view, id, context, onClose) {
  return [
    textIn("h2", { id }, view.title, context),
    el("button", { type: "button", class: "b-icon-button", "aria-label": "Close", onClick: onClose }, icon("close")),
  ];
}

function buttons(view, context, onClose) {
  const close = view.close ? textNodes(view.close, context) : view.submit ? "Cancel" : "Close";
  const submit = view.submit && el("button", { type: "submit", class: "b-button", "data-style": "primary" }, textNodes(view.submit, context));
  return [el("button", { type: "button", class: "b-button", onClick: onClose }, close), submit].filter(Boolean);
}

function firstInput(node) {
  return node.querySelector("input:not([disabled]):not(.b-combobox), textarea:not([disabled])");
}

function words(answer) {
  return answer.detail ?? Object.values(answer.errors ?? {}).join(" ") ?? answer.error;
}
