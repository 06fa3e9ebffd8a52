import { useState } from 'react';
import type { SaveResult } from '../preload/contract/index.ts';
import type { AccountForm } from '../preload/contract/inputs.ts';
import type { AccountState } from '../preload/contract/state.ts';
import { bridge } from './bridge.ts';
import { say, useAppState } from './store.ts';
import { useText } from './words.ts';

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
 * The account form as typed, and what came of saving it. What was typed stays until it was saved; then the keys leave
 * the page's memory.
 */
export function useAccountForm() {
  const t = useText();
  const { account } = useAppState();
  const [draft, setDraft] = useState(() => draftOf(account));
  const [result, setResult] = useState<SaveResult | null>(null);

  function change(part: Partial<AccountForm>) {
    setDraft((before) => ({ ...before, ...part }));
  }

  /** Answers true when it was saved. */
  async function save(): Promise<boolean> {
    const answer = await bridge.saveAccount(draft);
    setResult(answer);
    if (answer.outcome !== 'saved') return false;
    setDraft((before) => ({ ...before, ...noKeys }));
    // Said on the page, because this form may be gone by the time the answer is here.
    const blanks = answer.trimmed.length > 0 ? [t('window.blanksRemoved')] : [];
    say([t('window.account.saved'), ...blanks].join(' '));
    return true;
  }

  return {
    draft,
    change,
    save,
    result,
    problems: result?.outcome === 'invalid' ? result.problems : {},
  };
}
