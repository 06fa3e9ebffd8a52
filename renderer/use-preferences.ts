import { useRef, useState } from 'react';
import type { Preferences } from '../shared/preferences.ts';
import { api } from './api.ts';
import { useAppState } from './store.ts';

export type ChangePreferences = (part: Partial<Preferences>) => void;

/** The preferences with pending changes applied, `change` to save some of them, and why the last save failed. */
export function usePreferences() {
  const stored = useAppState((state) => state.preferences);
  const [pending, setPending] = useState<Preferences | null>(null);
  const [saveError, setSaveError] = useState<string | null>(null);
  /** Each call sends the whole object, so a change during a pending save has to start from that save's values. */
  const latest = useRef<Preferences | null>(null);

  async function save(part: Partial<Preferences>) {
    const next = { ...(latest.current ?? stored), ...part };
    latest.current = next;
    setPending(next);
    const result = await api.settings.savePreferences(next);
    if (latest.current !== next) return;
    // From here on the state has the saved values.
    latest.current = null;
    setPending(null);
    setSaveError(result?.message ?? null);
  }

  const change: ChangePreferences = (part) => void save(part);
  return { preferences: pending ?? stored, change, saveError };
}
