import { api } from '../../api.ts';
import { useAppState } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

/** Card of a sign-in that is under way, with what the agent does next. Its first button cancels it in every step. */
export function SignInProgress() {
  const t = useTranslation();
  const step = useAppState(({ account }) => account.signIn?.step ?? 'starting');
  const shownStep = step === 'browser' || step === 'deviceCode' ? step : 'starting';
  return (
    <Card
      tone="plain"
      icon="info"
      role="status"
      title={t(`window.signIn.step.${shownStep}`)}
      actions={
        <>
          <button type="button" className="button" onClick={() => void api.account.cancelSignIn()}>
            {t('window.cancel')}
          </button>
          {shownStep === 'browser' && (
            <button type="button" className="button" onClick={() => void api.account.signIn()}>
              {t('window.signIn.openAgain')}
            </button>
          )}
          {shownStep === 'deviceCode' && (
            <CopyButton label={t('window.signIn.copyCode')} copy={api.account.copyUserCode} />
          )}
        </>
      }
    >
      {shownStep === 'deviceCode' ? <DeviceCode /> : <p>{t('window.signIn.continues')}</p>}
    </Card>
  );
}

function DeviceCode() {
  const t = useTranslation();
  const code = useAppState(({ account }) => account.signIn?.userCode ?? '');
  const address = useAppState(({ account }) => account.signIn?.verificationAddress ?? '');
  return (
    <>
      <p className="device-address">
        {t('window.signIn.codeAt')} <bdi>{address}</bdi>
      </p>
      <p className="device-code">
        <code>{code}</code>
      </p>
      <p>{t('window.signIn.continues')}</p>
    </>
  );
}
