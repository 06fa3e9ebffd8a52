import type { AppState } from '../../preload/contract/state.ts';
import type { AppStore } from './app-store.ts';

/** Something that is drawn from the state, or remembers a part of it. */
export type Follower = (after: AppState, before: AppState) => void;

/**
 * Tells everybody of each change of the state, one change after the other. The store calls its listeners in the middle of
 * `setState`, so what one of them throws would reach the status service and keep the change from all the others.
 * A change that a follower makes is told when everybody knows of the one before it: nobody is told of an older state last.
 * @param onFault told what a follower threw; the others are told of the change all the same
 * @returns stops it
 */
export function followStore(
  store: AppStore,
  followers: readonly Follower[],
  onFault: (error: unknown) => void,
): () => void {
  const untold: { after: AppState; before: AppState }[] = [];
  let telling = false;

  return store.subscribe((after, before) => {
    untold.push({ after, before });
    if (telling) return;
    telling = true;
    for (let next = untold.shift(); next; next = untold.shift()) tellAll(next.after, next.before);
    telling = false;
  });

  function tellAll(after: AppState, before: AppState): void {
    for (const follower of followers) attempt(() => follower(after, before), onFault);
  }
}

/** Does something that others must not depend on. */
export function attempt(act: () => void, onFault: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    onFault(error);
  }
}
