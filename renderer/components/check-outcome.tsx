import type { CheckResult } from '../../preload/contract/settings.ts';
import type { FailureReport } from '../../preload/contract/state.ts';
import type { Translate } from '../../assets/locales/translate.ts';
import { nameOf, useText } from '../words.ts';
import { Card } from './card.tsx';
import { FailureWords } from './failure-words.tsx';

type Props = {
  checked: CheckResult | null;
  /** Whether the fields to look at are ones that somebody here can change. */
  changeable: boolean;
};

/** What came of trying the account out. What cannot be right as typed stands beside its field only. */
export function CheckOutcome({ checked, changeable }: Props) {
  const t = useText();
  switch (checked?.outcome) {
    case undefined:
    case 'invalid':
      return null;
    case 'right':
      return (
        <Card
          tone="plain"
          icon="check"
          role="status"
          title={t('window.check.right', { choice: nameOf(checked, t) })}
        >
          <p>{t('window.check.rightBody')}</p>
        </Card>
      );
    case 'wrong':
      return (
        <Card
          tone="danger"
          icon="warning"
          role="alert"
          title={t('window.check.wrong', { count: checked.fields.length })}
        >
          <FailureWords
            failure={checked.failure}
            nextStep={changeable ? t('window.check.wrongBody') : t('window.check.company')}
            whoCanFix={changeable ? 'agent' : 'admin'}
          />
        </Card>
      );
    case 'mayNotRead':
      return (
        <Card tone="caution" icon="key" role="alert" title={t('window.check.mayNotRead')}>
          <FailureWords failure={checked.failure} nextStep={t('window.check.mayNotReadBody')} />
        </Card>
      );
    case 'failed':
      return (
        <Card tone="danger" icon="warning" role="alert" title={t('window.check.failed')}>
          <FailureWords
            failure={checked.failure}
            nextStep={nextStepOf(checked.failure, t)}
            whoCanFix={checked.failure.whoCanFix === 'nobody' ? null : checked.failure.whoCanFix}
          />
        </Card>
      );
    case 'keychain':
      return (
        <p className="problem" role="alert">
          {t('window.check.keychain')}
        </p>
      );
  }
}

/** Of a failed switch Standby takes care by itself; a check is repeated by whoever asked for it. */
function nextStepOf({ kind, whoCanFix }: FailureReport, t: Translate): string {
  if (kind === 'noNetwork' || kind === 'dnsFailure' || kind === 'agentNotPermitted')
    return t(`window.check.nextStep.${kind}`);
  return whoCanFix === 'nobody' ? t('window.check.nextStep.nobody') : t(`failure.${kind}.nextStep`);
}
