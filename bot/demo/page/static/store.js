/** What the page knows of the workspace, as the person whose page it is sees it; tells subscribers what changes. */

import { Feed, act, fetchMessages, fetchState } from "./api.js";
import { Log } from "./log.js";
import { apply } from "./news.js";

/** The workspace; empty until `become`. */
export class Store {
  users = new Map();
  channels = new Map();
  team = { id: "", name: "", bot: { id: "", name: "" } };
  me = "";
  botDm = "";
  commands = [];
  shortcuts = [];
  home = null;
  modals = [];
  statuses = [];
  prompts = { title: null, prompts: [] };
  app = "starting";
  online = true;
  ahead = 0;
  /** Where the main column is: a channel, or the app's Home or Messages tab. */
  place = { view: "channel", channel: "" };
  /** The open thread. */
  thread = null;
  #skew = 0;
  #turn = 0;
  #logs = new Map();
  #subscribers = new Map();
  #feed = null;

  /** Calls back on changes of some kinds, named in one text. */
  on(kinds, callback) {
    for (const kind of kinds.split(" ")) {
      if (!this.#subscribers.has(kind)) this.#subscribers.set(kind, new Set());
      this.#subscribers.get(kind).add(callback);
    }
  }

  /** Tells of a change. */
  tell(kind, detail) {
    for (const callback of this.#subscribers.get(kind) ?? []) callback(detail);
  }

  /** Shows everything as one person sees it; the first there is, when none is named. */
  async become(user) {
    if (this.#feed && user === this.me) return;
    this.#feed?.close();
    this.#logs.clear();
    this.#turn += 1;
    await this.refresh(user);
    let first = true;
    this.#feed = new Feed(this.me, {
      changed: (news) => apply(this, news),
      lost: () => this.#connection(false),
      opened: () => {
        this.#connection(true);
        // Whatever happened before the feed was there is not told again.
        if (first) this.refresh();
        else this.restart();
        first = false;
      },
    });
    this.tell("person");
    this.tell("place");
  }

  /** Fetches everything but the messages. */
  async refresh(user = this.me) {
    const turn = this.#turn;
    const state = await fetchState(user);
    if (turn !== this.#turn) return;
    this.me = state.me;
    this.team = state.team;
    this.botDm = state.bot_dm;
    this.setUsers(state.users);
    this.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
    for (const part of ["commands", "shortcuts", "home", "modals", "statuses", "prompts", "app"])
      this[part] = state[part];
    this.setClock(state);
    for (const kind of ["state", "home", "modals", "statuses", "prompts", "clock"]) this.tell(kind);
  }

  /** Fetches everything anew, after the feed was away. */
  async restart() {
    await this.refresh();
    await Promise.all([...this.#logs.values()].filter((log) => log.loaded).map((log) => log.open()));
    this.tell("logs");
  }

  /** Takes over who there is. */
  setUsers(users) {
    this.users = new Map(users.map((user) => [user.id, user]));
  }

  /** Takes over the workspace's time. */
  setClock({ now, offset }) {
    this.#skew = now - Date.now() / 1000;
    this.ahead = offset;
  }

  /** The workspace's time in seconds. */
  now = () => Date.now() / 1000 + this.#skew;

  /** The time zone of the person whose page it is. */
  get tz() {
    return this.users.get(this.me)?.tz ?? "UTC";
  }

  /** The messages of a channel, or of a thread in it. */
  log(channel, thread = null) {
    const key = logKey(channel, thread);
    if (!this.#logs.has(key)) {
      const { me } = this;
      this.#logs.set(key, new Log((page) => fetchMessages(me, { channel, thread, ...page })));
    }
    return this.#logs.get(key);
  }

  /** The same, if it was ever looked at. */
  knownLog(channel, thread = null) {
    return this.#logs.get(logKey(channel, thread)) ?? null;
  }

  /** The channel in the main column; the one with the app under its Messages tab. */
  get channel() {
    const id = this.place.view === "channel" ? this.place.channel : this.botDm;
    return this.channels.get(id) ?? null;
  }

  /** Turns to a place, and to a thread in it. */
  go(place, thread = null) {
    this.place = place;
    this.thread = thread;
    this.tell("place");
  }

  /** Opens a thread, or with null closes it. */
  openThread(thread) {
    this.thread = thread;
    this.tell("thread");
  }

  /** Lets the person do something. */
  act(name, body = {}) {
    return act(this.me, name, body);
  }

  /** Lets the person do something, and tells them when it could not be done. */
  async perform(name, body = {}) {
    const answer = await this.act(name, body);
    if (!answer.ok) this.tell("trouble", answer.detail ?? answer.error);
    return answer;
  }

  #connection(online) {
    this.online = online;
    this.tell("connection");
  }
}

function logKey(channel, thread) {
  return thread ? `${channel}/${thread}` : channel;
}
