import { useEffect, useRef, useState } from 'react';
import type { AccountForm, AccountErrors } from '../../../../shared/ipc/forms.ts';
import type { CheckResult } from '../../../../shared/ipc/settings-results.ts';
import type { AccountState } from '../../../../shared/state.ts';
import { isKeyField, initialOutcome, reduceOutcome } from './account-form-state.ts';
import { api } from '../../../api.ts';
import { getAppState, isAccountFormRequested, showToast } from '../../../store.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';

const emptyKeys = { secretId: '', secretKey: '', token: '' };

function toDraft(account: AccountState): AccountForm {
  return {
    edition: account.edition,
    customAddress: account.customAddress,
    sdkAppId: account.sdkAppId === null ? '' : String(account.sdkAppId),
    // The simulator's agent is not an account.
    agent: account.mode === 'simulator' ? '' : account.agent,
    ...emptyKeys,
    keyStorage:
      account.keys.storage === 'session' || isAccountFormRequested('sessionKey') ? 'session' : 'keychain',
  };
}

/**
 * Hook of the account form: the draft, and the results of check and save. After a successful save the keys are removed from
 * the draft.
 */
export function useAccountForm() {
  const t = useTranslation();
  const [draft, setDraft] = useState(() => toDraft(getAppState().account));
  const [outcome, setOutcome] = useState(initialOutcome);
  /** Whether a new key is entered although one is stored. */
  const [isReplacing, setIsReplacing] = useState(() => isAccountFormRequested('sessionKey'));
  /** How often a key was asked for. Each time its fields get the focus. */
  const [keyRequests, setKeyRequests] = useState(() => (isAccountFormRequested('sessionKey') ? 1 : 0));
  /** The pending check; its result is ignored when this has changed. */
  const inFlight = useRef<symbol | null>(null);

  // The result of a check that arrives after unmount must not be saved.
  useEffect(() => () => void (inFlight.current = null), []);

  function change(part: Partial<AccountForm>) {
    setDraft((before) => ({ ...before, ...part }));
    if (outcome.pending === 'save') return;
    inFlight.current = null;
    setOutcome((before) => reduceOutcome(before, part));
  }

  function replaceKey(next: boolean) {
    setIsReplacing(next);
    if (!next) change(emptyKeys);
  }

  /** Opens the key fields when the stored key was entered for another account. */
  function replaceForOtherAccount({ secretId }: AccountErrors) {
    if (secretId === 'keyForOtherAccount') setIsReplacing(true);
  }

  /** Checks the draft. Returns null when the check was superseded, or when one is pending. */
  async function check(): Promise<CheckResult | null> {
    if (inFlight.current !== null) return null;
    const request = Symbol();
    inFlight.current = request;
    setOutcome({ ...initialOutcome, pending: 'check' });
    const checked = await api.account.check(draft);
    if (inFlight.current !== request) return null;
    inFlight.current = null;
    setOutcome({ ...initialOutcome, checked });
    // A stored key that is wrong has to be entered again.
    if (checked.outcome === 'invalidFields' && checked.fields.some(isKeyField)) setIsReplacing(true);
    if (checked.outcome === 'invalid') replaceForOtherAccount(checked.errors);
    return checked;
  }

  /** Saves the draft and shows `message` on success. Returns whether it was saved. */
  async function save(message = t('window.account.saved'), form = draft): Promise<boolean> {
    if (outcome.pending === 'save') return false;
    // Saving supersedes a pending check.
    inFlight.current = null;
    setOutcome({ ...initialOutcome, pending: 'save' });
    const saved = await api.account.save(form);
    setOutcome({ ...initialOutcome, saved });
    if (saved.outcome === 'invalid') replaceForOtherAccount(saved.errors);
    if (saved.outcome !== 'saved') return false;
    setDraft((before) => ({ ...before, ...emptyKeys }));
    setIsReplacing(false);
    // Shown as a toast, because a successful save may unmount this form.
    const blanks = saved.trimmed.length > 0 ? [t('window.blanksRemoved')] : [];
    const invisible = saved.invisible.length > 0 ? [t('window.invisibleRemoved')] : [];
    showToast([message, ...blanks, ...invisible].join(' '));
    return true;
  }

  /** Checks the draft and saves it when it is valid. */
  async function checkAndSave(): Promise<boolean> {
    const checked = await check();
    if (checked?.outcome !== 'valid') return false;
    return save(t('window.check.saved', { choice: statusLabel(checked, t) }));
  }

  /**
   * Uses the key for this session only: saves a key that is typed, and otherwise makes the fields ready for one. The first
   * run saves nothing that it has not tried to save before, because its button checks the account first.
   */
  async function useForSession(): Promise<boolean> {
    const form = { ...draft, keyStorage: 'session' as const };
    const isFirstSave =
      getAppState().account.mode === 'unconfigured' && outcome.saved?.outcome !== 'keychain';
    change({ keyStorage: 'session' });
    if (!isFirstSave && draft.secretId !== '' && draft.secretKey !== '') return save(undefined, form);
    setIsReplacing(true);
    setKeyRequests((count) => count + 1);
    return false;
  }

  return {
    draft,
    change,
    isReplacing,
    replaceKey,
    keyRequests,
    check,
    save,
    checkAndSave,
    useForSession,
    outcome,
  };
}

export type AccountFormState = ReturnType<typeof useAccountForm>;
