import { useEffect, useRef, useState } from 'react';
import type { AccountForm } from '../preload/contract/inputs.ts';
import type { CheckResult } from '../preload/contract/settings.ts';
import type { AccountState } from '../preload/contract/state.ts';
import { isKeyField, nothingYet, outcomeAfter } from './account-outcome.ts';
import { bridge } from './bridge.ts';
import { say, useAppState } from './store.ts';
import { nameOf, useText } from './words.ts';

const noKeys = { secretId: '', secretKey: '', token: '' };

function draftOf(account: AccountState): AccountForm {
  return {
    edition: account.edition,
    customAddress: account.customAddress,
    sdkAppId: account.sdkAppId === null ? '' : String(account.sdkAppId),
    // The simulator's agent is nobody's account.
    agent: account.mode === 'simulator' ? '' : account.agent,
    ...noKeys,
    keep: account.keys.home === 'session' ? 'session' : 'keychain',
  };
}

/**
 * The account form as typed, and what came of checking and saving it. What was typed stays until it was saved; then the
 * keys leave the page's memory.
 */
export function useAccountForm() {
  const t = useText();
  const { account } = useAppState();
  const [draft, setDraft] = useState(() => draftOf(account));
  const [outcome, setOutcome] = useState(nothingYet);
  /** Whether a new key is typed in although one is kept. */
  const [replacing, setReplacing] = useState(false);
  /** What is under way; its answer counts only while this is still the same. */
  const underWay = useRef<symbol | null>(null);

  // An answer that comes when the form is gone must not save anything.
  useEffect(() => () => void (underWay.current = null), []);

  function change(part: Partial<AccountForm>) {
    setDraft((before) => ({ ...before, ...part }));
    if (outcome.pending === 'save') return;
    underWay.current = null;
    setOutcome((before) => outcomeAfter(before, part));
  }

  function replaceKey(next: boolean) {
    setReplacing(next);
    if (!next) change(noKeys);
  }

  /** Tries the draft out; answers null when that is no longer wanted, or under way already. */
  async function check(): Promise<CheckResult | null> {
    if (underWay.current !== null) return null;
    const mine = Symbol();
    underWay.current = mine;
    setOutcome({ ...nothingYet, pending: 'check' });
    const checked = await bridge.checkAccount(draft);
    if (underWay.current !== mine) return null;
    underWay.current = null;
    setOutcome({ ...nothingYet, checked });
    // A kept key that is wrong has to be typed anew.
    if (checked.outcome === 'wrong' && checked.fields.some(isKeyField)) setReplacing(true);
    return checked;
  }

  /** Answers true when it was saved. `words` are what to say then. */
  async function save(words = t('window.account.saved')): Promise<boolean> {
    if (outcome.pending === 'save') return false;
    // From here on a check no longer matters.
    underWay.current = null;
    setOutcome({ ...nothingYet, pending: 'save' });
    const saved = await bridge.saveAccount(draft);
    setOutcome({ ...nothingYet, saved });
    if (saved.outcome !== 'saved') return false;
    setDraft((before) => ({ ...before, ...noKeys }));
    setReplacing(false);
    // Said on the page, because this form may be gone by the time the answer is here.
    const blanks = saved.trimmed.length > 0 ? [t('window.blanksRemoved')] : [];
    const invisible = saved.invisible.length > 0 ? [t('window.invisibleRemoved')] : [];
    say([words, ...blanks, ...invisible].join(' '));
    return true;
  }

  /** Saves what was found right, and nothing else. */
  async function checkAndSave(): Promise<boolean> {
    const checked = await check();
    if (checked?.outcome !== 'right') return false;
    return save(t('window.check.saved', { choice: nameOf(checked, t) }));
  }

  return { draft, change, replacing, replaceKey, check, save, checkAndSave, outcome };
}

export type AccountFormState = ReturnType<typeof useAccountForm>;
