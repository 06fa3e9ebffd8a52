/** What the keys of this keyboard type. */
import type { Layout } from './record-keys.ts';

declare global {
  interface Navigator {
    /** The Keyboard Map API, which TypeScript's own types do not have yet. */
    readonly keyboard?: { getLayoutMap: () => Promise<ReadonlyMap<string, string>> };
  }
}

/** Reads the layout that is active now. Null where the browser does not tell it. */
export async function readLayout(): Promise<Layout> {
  try {
    return (await navigator.keyboard?.getLayoutMap()) ?? null;
  } catch {
    // The page may not ask, or the system does not answer: letters and digits work without it.
    return null;
  }
}
