/** Where the keyboard is: kept when nodes are made again, and given back when something closes. */

const REACHABLE = "a[href], button, input, select, textarea, [tabindex]";

/** Replaces a node; the focus goes to what stands in the same place in the new one. */
export function keepingFocus(old, made, replace) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused ? [...old.querySelectorAll(REACHABLE)].indexOf(focused) : -1;
  replace();
  if (place < 0) return;
  const now = [...made.querySelectorAll(REACHABLE)];
  (now[Math.min(place, now.length - 1)] ?? made).focus({ preventScroll: true });
}

/** What has the focus, to be given it back later. */
export function focusKept() {
  const focused = document.activeElement;
  return () => focused?.isConnected && focused.focus();
}
