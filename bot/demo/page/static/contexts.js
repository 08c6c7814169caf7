/** What blocks are shown with: who there is, what was entered, and how they act on the server. */

import { fileUrl } from "./api.js";

/** Shows blocks to the person whose page it is. */
export class Contexts {
  #entered = new Map();

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    store.on("person", () => this.#entered.clear());
  }

  /** For a message: what was entered stays when the message leaves the page and comes back. */
  ofMessage({ channel, ts }) {
    const key = `${channel}/${ts}`;
    if (!this.#entered.has(key)) this.#entered.set(key, new Map());
    return this.#made({ channel, ts }, this.#entered.get(key));
  }

  /** For modals and Home, which say themselves which view they are. */
  ofViews() {
    return this.#made({}, new Map());
  }

  #made(where, values) {
    const { store } = this;
    return {
      get users() {
        return store.users;
      },
      get channels() {
        return store.channels;
      },
      get me() {
        return store.me;
      },
      now: store.now,
      files: fileUrl,
      values,
      act: (name, body) => store.act(name, { ...where, ...body }),
    };
  }
}
