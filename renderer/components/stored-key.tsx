import { useRef, useState } from 'react';
import { bridge } from '../bridge.ts';
import { say, useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icon.tsx';

type Props = { replacing: boolean; onReplacing: (replacing: boolean) => void };

/** The key that is kept, or that the company hands out: its last four characters are all that this page ever sees of it. */
export function StoredKey(props: Props) {
  const t = useText();
  const { account } = useAppState();
  const handedOut = account.keys.home === 'process';
  return (
    <section className="stored-key" aria-label={t('window.account.keys')}>
      <h2>{t('window.account.keys')}</h2>
      <KeyInUse />
      {handedOut ? <p className="hint">{t('window.account.processHint')}</p> : <KeyActions {...props} />}
    </section>
  );
}

function KeyInUse() {
  const t = useText();
  const { keys } = useAppState().account;
  const home = t(`window.account.keptIn.${keys.home}`);
  // Until the company's program was first run, there is no key to name.
  const known = keys.secretIdEnd !== '';
  return (
    <p className="stored-key-id">
      <Icon name="key" />
      <span>
        {known && (
          <>
            {t('window.account.secretId')} <code>{`••••${keys.secretIdEnd}`}</code>
          </>
        )}
        <small>{keys.hasToken ? `${home} · ${t('window.account.temporary')}` : home}</small>
      </span>
    </p>
  );
}

function KeyActions({ replacing, onReplacing }: Props) {
  const t = useText();
  const deleteButton = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  function stopAsking() {
    setAsking(false);
    deleteButton.current?.focus();
  }

  async function deleteKeys() {
    const result = await bridge.deleteKeys();
    stopAsking();
    if (result.outcome === 'saved') say(t('window.account.deleted'));
    if (result.outcome === 'keychain') setFailed(t(`keychain.${result.state}.headline`));
    if (result.outcome === 'notSaved') setFailed(result.message);
  }

  return (
    <>
      <div className="buttons">
        <button
          type="button"
          className="button"
          aria-expanded={replacing}
          onClick={() => onReplacing(!replacing)}
        >
          {replacing ? t('window.account.keepOld') : t('window.account.replace')}
        </button>
        <button
          type="button"
          className="button danger"
          ref={deleteButton}
          aria-expanded={asking}
          onClick={() => setAsking(true)}
        >
          {t('window.account.delete')}
        </button>
      </div>
      {asking && (
        <Confirm
          question={t('window.account.deleteAsk')}
          yes={t('window.account.deleteYes')}
          onYes={() => void deleteKeys()}
          onNo={stopAsking}
        />
      )}
      {failed !== null && (
        <p className="problem" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}
