/** The pane with a thread: its messages, and a composer for replies. */

import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { focusKept } from "./focus.js";
import { paneHead } from "./pane_head.js";
import { statusLine } from "./status.js";
import { Timeline } from "./timeline.js";

/** Fills the thread's pane, and keeps it at the thread that is open. */
export function threadPane(pane, store, contexts) {
  const timeline = new Timeline(store, contexts, { inThread: true, intro: () => el("div", { class: "thread-top" }) });
  const composer = new Composer(store, { threads: true });
  const where = el("span", { class: "pane-where" });
  const leave = () => store.openThread(null);
  const status = statusLine(
    store,
    ({ channel, thread_ts }) => channel === store.thread?.channel && thread_ts === store.thread?.ts,
  );
  pane.append(paneHead("Thread", where, leave), timeline.node, status, composer.node);
  pane.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
  let back = () => null;
  let open = "";

  function show() {
    const { thread } = store;
    const key = thread ? `${store.me}/${thread.channel}/${thread.ts}` : "";
    if (key === open) return;
    const changed = Boolean(thread) && !open;
    open = key;
    if (changed) back = focusKept();
    pane.hidden = !thread;
    document.body.classList.toggle("with-thread", Boolean(thread));
    if (!thread) return void closed();
    const channel = store.channels.get(thread.channel);
    where.textContent = channel ? (channel.kind === "im" ? channel.name : `#${channel.name}`) : "";
    timeline.show({ channel: thread.channel, thread: thread.ts, name: "the thread" });
    composer.show({ channel: thread.channel, thread: thread.ts, label: "Reply…" });
    composer.focus();
  }
  function closed() {
    timeline.show(null);
    back();
  }
  store.on("place thread", show);
}
