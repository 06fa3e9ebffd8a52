/** Reads the keyboard layout through the Keyboard Map API. */
import type { Layout } from './key-event-to-accelerator.ts';

declare global {
  interface Navigator {
    /** The Keyboard Map API, which TypeScript's DOM types lack. */
    readonly keyboard?: { getLayoutMap: () => Promise<ReadonlyMap<string, string>> };
  }
}

/** Reads the active layout; null where it is unavailable. */
export async function readLayout(): Promise<Layout> {
  try {
    return (await navigator.keyboard?.getLayoutMap()) ?? null;
  } catch {
    // Denied or unavailable. Letters and digits work without the layout.
    return null;
  }
}
