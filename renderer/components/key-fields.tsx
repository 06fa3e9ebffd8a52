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
  const refused = outcome.saved?.outcome === 'keychain' ? outcome.saved.state : null;
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
            trouble={keychainTrouble(refused ?? account.keychain)}
            refused={refused !== null}
            onChange={(keep) => change({ keep })}
          />
        </>
      )}
    </>
  );
}
