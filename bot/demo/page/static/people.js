/** Who you are: everything is then shown as to that person. */

import { el } from "./dom.js";
import { face } from "./faces.js";
import { openForm } from "./forms.js";
import { symbol } from "./symbols.js";

/** The select of people, and a button to add one. */
export function peopleSelect(store) {
  const square = el("span", { class: "setting-face" });
  const select = el("select", { class: "select", "aria-label": "You are", onchange: () => store.become(select.value) });
  const admin = el("span", { class: "setting-note" }, "admin");
  const add = el(
    "button",
    {
      class: "plain",
      type: "button",
      "aria-label": "Add a person",
      title: "Add a person",
      onclick: () => addPerson(store),
    },
    symbol("plus"),
  );
  const show = () => {
    const people = [...store.users.values()].filter(({ is_bot }) => !is_bot);
    const names = people.map(({ id, name }) => el("option", { value: id, selected: id === store.me }, name));
    select.replaceChildren(...names);
    square.replaceChildren(face(store.users.get(store.me)));
    admin.hidden = !store.users.get(store.me)?.is_admin;
  };
  store.on("state person", show);
  return el("div", { class: "setting" }, el("span", {}, "You are"), square, select, admin, add);
}

function addPerson(store) {
  openForm(
    "Add a person",
    "Add",
    [
      { name: "name", label: "Name" },
      { name: "is_admin", label: "An admin of the workspace", kind: "checkbox" },
    ],
    async (given) => {
      const answer = await store.act("add_person", given);
      if (answer.ok) await store.become(answer.user);
      return answer;
    },
  );
}
