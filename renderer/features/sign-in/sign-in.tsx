import { useEffect, useRef } from 'react';
import { api } from '../../api.ts';
import { useAppState } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { SignInFailure } from './sign-in-failure.tsx';
import { SignInProgress } from './sign-in-progress.tsx';

/** The company's sign-in while nobody is signed in: the button, its progress, or why it failed. */
export function SignIn() {
  const step = useAppState(({ account }) => account.signIn?.step ?? 'signedOut');
  const isWaiting = step !== 'signedOut';
  const element = useRef<HTMLDivElement>(null);
  const wasWaiting = useRef(isWaiting);

  // The button that was pressed is gone: its successor gets the focus.
  useEffect(() => {
    if (wasWaiting.current !== isWaiting) element.current?.querySelector('button')?.focus();
    wasWaiting.current = isWaiting;
  }, [isWaiting]);

  return (
    <div className="sign-in" ref={element}>
      {isWaiting ? <SignInProgress /> : <SignInStart />}
    </div>
  );
}

function SignInStart() {
  const t = useTranslation();
  const failure = useAppState(({ account }) => account.signIn?.failure ?? null);
  const canUseDeviceCode = useAppState(({ account }) => account.signIn?.canUseDeviceCode === true);
  return (
    <>
      {failure === null ? (
        <button type="button" className="way-in primary" onClick={() => void api.account.signIn()}>
          <span>
            <strong>{t('window.signIn.start')}</strong>
            <small>{t('window.signIn.startHint')}</small>
          </span>
          <Icon name="chevron" />
        </button>
      ) : (
        <SignInFailure failure={failure} />
      )}
      {canUseDeviceCode && (
        <button type="button" className="link" onClick={() => void api.account.signInByDeviceCode()}>
          {t('window.signIn.byCode')}
        </button>
      )}
    </>
  );
}
