import { useRef, useState } from 'react';
import { api } from '../../../../api.ts';
import { showToast, useAppState } from '../../../../store.ts';
import { useTranslation } from '../../../../i18n.ts';
import { Confirm } from '../../../../ui/confirm.tsx';
import { Icon } from '../../../../ui/icon.tsx';

type Props = { replacing: boolean; onReplacing: (replacing: boolean) => void };

/** The stored or issued key, by the last four characters of the SecretId; the renderer gets no more. */
export function StoredKey(props: Props) {
  const t = useTranslation();
  const isIssued = useAppState(({ account }) => account.keys.storage === 'process');
  return (
    <section className="stored-key" aria-label={t('window.account.keys')}>
      <h2>{t('window.account.keys')}</h2>
      <KeyInUse />
      {isIssued ? <p className="hint">{t('window.account.processHint')}</p> : <KeyActions {...props} />}
    </section>
  );
}

function KeyInUse() {
  const t = useTranslation();
  const keys = useAppState(({ account }) => account.keys);
  const storageLabel = t(`window.account.storedIn.${keys.storage}`);
  // Before the first run of the credential process there is no key to show.
  const isKnown = keys.secretIdSuffix !== '';
  return (
    <p className="stored-key-id">
      <Icon name="key" />
      <span>
        {isKnown && (
          <>
            {t('window.account.secretId')} <code>{`••••${keys.secretIdSuffix}`}</code>
          </>
        )}
        <small>{keys.hasToken ? `${storageLabel} · ${t('window.account.temporary')}` : storageLabel}</small>
      </span>
    </p>
  );
}

function KeyActions({ replacing, onReplacing }: Props) {
  const t = useTranslation();
  const deleteButton = useRef<HTMLButtonElement>(null);
  const [isConfirming, setIsConfirming] = useState(false);
  const [error, setError] = useState<string | null>(null);

  function closeConfirmation() {
    setIsConfirming(false);
    deleteButton.current?.focus();
  }

  async function deleteKeys() {
    const result = await api.account.deleteKeys();
    closeConfirmation();
    if (result.outcome === 'saved') showToast(t('window.account.deleted'));
    if (result.outcome === 'keychain') setError(t(`keychain.${result.state}.headline`));
    if (result.outcome === 'notSaved') setError(result.message);
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
          aria-expanded={isConfirming}
          onClick={() => setIsConfirming(true)}
        >
          {t('window.account.delete')}
        </button>
      </div>
      {isConfirming && (
        <Confirm
          question={t('window.account.deleteAsk')}
          yes={t('window.account.deleteYes')}
          onYes={() => void deleteKeys()}
          onNo={closeConfirmation}
        />
      )}
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
