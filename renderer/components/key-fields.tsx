import type { ReactNode } from 'react';
import { keychainTrouble } from '../keychain.ts';
import { useAppState } from '../store.ts';
import type { AccountFormState } from '../use-account-form.ts';
import { KeepChoice } from './keep-choice.tsx';
import { StoredKey } from './stored-key.tsx';

type Props = {
  form: AccountFormState;
  /** The three fields. */
  children: ReactNode;
};

/** With which key: the one that is kept or handed out, or a new one and where to keep that. */
export function KeyFields({ form, children }: Props) {
  const { draft, change, replacing, replaceKey, outcome } = form;
  const { account } = useAppState();
  const { home } = account.keys;
  const refused = outcome.saved?.outcome === 'keychain' ? outcome.saved : null;
  // What has come since of a key that the keychain was slow to take is said by a notice.
  const answered = refused?.pending === true && account.keychain !== 'timedOut';
  // The company's own program leaves nothing to type.
  const typed = home !== 'process' && (replacing || home === 'none' || home === 'simulator');
  return (
    <>
      {home !== 'none' && home !== 'simulator' && (
        <StoredKey replacing={replacing} onReplacing={replaceKey} />
      )}
      {typed && (
        <>
          {children}
          <KeepChoice
            value={draft.keep}
            trouble={keychainTrouble(refused === null || answered ? account.keychain : refused.state)}
            refused={answered ? null : refused}
            onChange={(keep) => change({ keep })}
          />
        </>
      )}
    </>
  );
}
