/** Where the page is, kept in its address: reloading comes back there, and the browser's Back goes back. */

/** The place and thread in the address. */
export function routed() {
  const [view = "", word, ts] = location.hash.replace(/^#\/?/, "").split("/");
  if (view === "home" || view === "messages")
    return { place: { view }, thread: word === "thread" && ts ? { channel: "", ts } : null };
  return { place: { view: "channel", channel: view }, thread: word === "thread" && ts ? { channel: view, ts } : null };
}

/** Keeps the address at where the page is, and the page at where the address is. */
export function route(store) {
  const write = () => {
    const address = addressOf(store);
    if (address !== location.hash) history.pushState(null, "", `${location.search}${address}`);
  };
  store.on("place", write);
  store.on("thread", write);
  store.on("person", () => {
    const query = `?${new URLSearchParams({ user: store.me })}`;
    if (query !== location.search) history.replaceState(null, "", `${query}${location.hash}`);
  });
  addEventListener("popstate", () => {
    const { place, thread } = routed();
    store.go(settled(store, place), thread && { channel: thread.channel || store.botDm, ts: thread.ts });
  });
}

/** A place that the person can see: theirs, or the first channel. */
export function settled(store, place) {
  if (place.view !== "channel" || store.channels.has(place.channel)) return place;
  const channels = [...store.channels.values()].filter(({ kind }) => kind !== "im");
  const first = channels.find(({ members }) => members.includes(store.me)) ?? channels[0];
  return first ? { view: "channel", channel: first.id } : { view: "messages" };
}

function addressOf({ place, thread }) {
  const where = place.view === "channel" ? place.channel : place.view;
  return `#/${where}${thread ? `/thread/${thread.ts}` : ""}`;
}
