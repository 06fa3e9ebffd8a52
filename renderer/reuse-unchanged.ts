/**
 * Structural sharing of state snapshots. Each snapshot arrives over IPC as a new tree; where its content did not change, the
 * previous objects are kept, so that selectors can compare by identity.
 */

/** Returns `previous` where `next` has the same content. Otherwise returns `next` and replaces its unchanged parts in place. */
export function reuseUnchanged<Value>(previous: Value | null, next: Value): Value {
  return previous !== null && reuseParts(previous, next) ? previous : next;
}

/** Replaces the unchanged parts of `next`. Returns whether all of it is unchanged. */
function reuseParts(previous: unknown, next: unknown): boolean {
  if (!isTree(previous) || !isTree(next) || Array.isArray(previous) !== Array.isArray(next)) {
    return Object.is(previous, next);
  }
  const keys = Object.keys(next);
  let isUnchanged = keys.length === Object.keys(previous).length;
  for (const key of keys) {
    if (Object.hasOwn(previous, key) && reuseParts(previous[key], next[key])) next[key] = previous[key];
    else isUnchanged = false;
  }
  return isUnchanged;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
