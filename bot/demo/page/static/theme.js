/** Light or dark, as the system has it or as was chosen. */

import { el } from "./dom.js";

const KEPT = "whosejob-theme";
const NAMES = { system: "System", light: "Light", dark: "Dark" };

/** The select for it; what was chosen last is put on at once. */
export function themeSelect() {
  const chosen = localStorage.getItem(KEPT) ?? "system";
  const options = Object.entries(NAMES).map(([value, name]) =>
    el("option", { value, selected: value === chosen }, name),
  );
  const select = el("select", { class: "select", onchange: () => choose(select.value) }, options);
  put(chosen);
  return el("label", { class: "setting" }, el("span", {}, "Theme"), select);
}

function choose(theme) {
  localStorage.setItem(KEPT, theme);
  put(theme);
}

function put(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
