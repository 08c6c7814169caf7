/** Talks to the demo's server: questions, acts, and the feed of what changes. */

const SOONEST = 250;
const LATEST = 5000;

/** Everything but the messages, as a person sees it. */
export const fetchState = (user) => get("/demo/state", { user });

/** The latest messages of a channel or thread, oldest first, and whether there are more. */
export const fetchMessages = (user, where) => get("/demo/messages", { user, ...where });

/** What passed between the workspace and the app. */
export const fetchInspected = (since) => get("/demo/inspect", { since });

/** The address of an uploaded picture. */
export const fileUrl = (id) => `/demo/file/${encodeURIComponent(id)}`;

/** Lets a person do something; the answer says whether Slack and the app let them. */
export async function act(user, name, body) {
  try {
    const response = await fetch(`/demo/act/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user, ...body }),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "no_server", detail: "The demo does not answer. Is whosejob demo still running?" };
  }
}

async function get(path, params) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const response = await fetch(`${path}?${new URLSearchParams(given)}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** The feed of changes for one person; comes back by itself when it is lost. */
export class Feed {
  #socket = null;
  #timer = 0;
  #wait = SOONEST;
  #closed = false;

  /**
   * @param {string} user whose page it is.
   * @param {{changed: function(Object), opened: function(), lost: function()}} listener
   */
  constructor(user, listener) {
    this.user = user;
    this.listener = listener;
    this.#open();
  }

  /** Ends it for good. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  #open() {
    const address = `ws://${location.host}/demo/feed?${new URLSearchParams({ user: this.user })}`;
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => {
      this.#wait = SOONEST;
      if (!this.#closed) this.listener.opened();
    };
    socket.onmessage = ({ data }) => {
      if (!this.#closed) this.listener.changed(JSON.parse(data));
    };
    socket.onclose = () => this.#lost();
  }

  #lost() {
    if (this.#closed) return;
    this.listener.lost();
    this.#timer = setTimeout(() => this.#open(), this.#wait);
    this.#wait = Math.min(LATEST, this.#wait * 2);
  }
}
