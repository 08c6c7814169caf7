/** The messages of one channel or thread that the page knows, in order. */

const PAGE = 60;
const OLDER = 200;

/** Ordered messages with what is still to be loaded. */
export class Log {
  messages = [];
  /** Whether there are older ones than these. */
  more = true;
  loaded = false;
  #loading = null;
  #touched = new Map();
  #moment = 0;

  /** @param {function({before?: string, limit: number}): Promise<{messages: Object[], more: boolean}>} fetchPage */
  constructor(fetchPage) {
    this.fetchPage = fetchPage;
  }

  /** Loads the newest ones in place of all that is known. */
  open() {
    return this.#load({ limit: PAGE }, ({ messages, more }, since) => {
      const news = this.messages.filter((known) => (this.#touched.get(known.ts) ?? 0) > since);
      this.messages = [];
      for (const message of messages) this.#take(message, since);
      for (const message of news) this.#insert(message);
      this.more = more;
      this.loaded = true;
    });
  }

  /** Loads some that are older; null when there are none or they are on their way. */
  older() {
    if (!this.loaded || !this.more || this.#loading) return null;
    return this.#load({ before: this.messages[0]?.ts, limit: OLDER }, ({ messages, more }, since) => {
      for (const message of messages) this.#take(message, since);
      this.more = more;
    });
  }

  /** Takes one that is new or has changed; says whether it is new. */
  put(message) {
    this.#touched.set(message.ts, ++this.#moment);
    // What is older than all that is loaded comes when it is scrolled to.
    if (this.more && this.loaded && this.messages.length && message.ts < this.messages[0].ts) return false;
    return this.#insert(message);
  }

  /** Takes one away. */
  remove(ts) {
    this.#touched.set(ts, ++this.#moment);
    const at = this.#place(ts);
    if (this.messages[at]?.ts === ts) this.messages.splice(at, 1);
  }

  /** The message of a time, if it is known. */
  find(ts) {
    const found = this.messages[this.#place(ts)];
    return found?.ts === ts ? found : null;
  }

  #load(which, take) {
    const since = this.#moment;
    const loading = this.fetchPage(which)
      .then((page) => take(page, since))
      .finally(() => {
        if (this.#loading === loading) this.#loading = null;
      });
    this.#loading = loading;
    return loading;
  }

  /** What has changed while a page was on its way is newer than the page. */
  #take(message, since) {
    if ((this.#touched.get(message.ts) ?? 0) <= since) this.#insert(message);
  }

  #insert(message) {
    const at = this.#place(message.ts);
    const known = this.messages[at]?.ts === message.ts;
    this.messages.splice(at, known ? 1 : 0, message);
    return !known;
  }

  #place(ts) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle].ts < ts) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
