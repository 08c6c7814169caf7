/** Changes that the feed tells of, brought into the store. */

const SETTLE = 80;

const timers = new WeakMap();

const kinds = {
  message: (store, { message }) => taken(store, message),
  ephemeral: (store, { user, message }) => user === store.me && taken(store, message),
  deleted,
  channels: (store) => refreshSoon(store),
  users(store, { users }) {
    store.setUsers(users);
    store.tell("state");
  },
  view(store, { user, modals }) {
    if (user !== store.me) return;
    store.modals = modals;
    store.tell("modals");
  },
  home(store, { user, home }) {
    if (user !== store.me) return;
    store.home = home;
    store.tell("home");
  },
  status(store, status) {
    const others = store.statuses.filter((one) => one.channel !== status.channel || one.thread_ts !== status.thread_ts);
    store.statuses = status.status ? [...others, status] : others;
    store.tell("statuses");
  },
  prompts(store, { channel, title, prompts }) {
    if (channel !== store.botDm) return;
    store.prompts = { title, prompts };
    store.tell("prompts");
  },
  clock(store, clock) {
    store.setClock(clock);
    store.tell("clock");
  },
  inspect: (store, { entry }) => store.tell("inspect", entry),
  app(store, { app }) {
    store.app = app;
    store.tell("state");
    refreshSoon(store);
  },
};

/** Brings one change into the store. */
export function apply(store, news) {
  kinds[news.type]?.(store, news);
}

/** The thread that a message is a reply in; null when it stands in its channel. */
export const threadOf = ({ thread_ts, ts }) => (thread_ts && thread_ts !== ts ? thread_ts : null);

function taken(store, message) {
  const thread = threadOf(message);
  let fresh = false;
  for (const log of logs(store, message)) fresh = log.put(message) || fresh;
  if (!thread && !seen(store, message.channel)) refreshSoon(store);
  store.tell("messages", { channel: message.channel, thread, message, fresh });
}

function deleted(store, { channel, ts, thread_ts }) {
  for (const log of logs(store, { channel, ts, thread_ts })) log.remove(ts);
  store.tell("messages", { channel, thread: threadOf({ ts, thread_ts }), message: null, fresh: false });
}

/** A thread's first message stands in its channel and in its thread. */
function logs(store, { channel, ts, thread_ts }) {
  const thread = threadOf({ ts, thread_ts });
  const places = thread ? [store.knownLog(channel, thread)] : [store.knownLog(channel), store.knownLog(channel, ts)];
  return places.filter(Boolean);
}

function seen(store, channel) {
  return store.channel?.id === channel && store.place.view !== "home";
}

/** Counts of unread messages, members and names are the server's to know. */
function refreshSoon(store) {
  if (timers.has(store)) return;
  const timer = setTimeout(() => {
    timers.delete(store);
    store.refresh().catch(() => null);
  }, SETTLE);
  timers.set(store, timer);
}
