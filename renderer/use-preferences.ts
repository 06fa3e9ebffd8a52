import { useRef, useState } from 'react';
import type { Preferences } from '../preload/contract/preferences.ts';
import { bridge } from './bridge.ts';
import { useAppState } from './store.ts';

export type ChangePreferences = (part: Partial<Preferences>) => void;

/** The preferences, and how to change some of them at once; `trouble` is why the last change was not kept. */
export function usePreferences() {
  const stored = useAppState().preferences;
  const [pending, setPending] = useState<Preferences | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  /** The whole object is sent each time, so a change made before the last answer must not forget the one before it. */
  const latest = useRef<Preferences | null>(null);

  async function save(part: Partial<Preferences>) {
    const next = { ...(latest.current ?? stored), ...part };
    latest.current = next;
    setPending(next);
    const answer = await bridge.savePreferences(next);
    if (latest.current !== next) return;
    // The state tells what is kept from here on.
    latest.current = null;
    setPending(null);
    setTrouble(answer?.message ?? null);
  }

  const change: ChangePreferences = (part) => void save(part);
  return { preferences: pending ?? stored, change, trouble };
}
