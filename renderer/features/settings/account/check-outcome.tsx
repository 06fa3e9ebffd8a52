import type { CheckResult } from '../../../../shared/ipc/settings-results.ts';
import type { FailureReport } from '../../../../shared/state.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { CheckFailure } from './check-failure.tsx';

type Props = {
  checked: CheckResult | null;
  /** Whether the agent can edit the fields with errors. */
  isEditable: boolean;
};

/** The result of the account check. Validation errors show only at their fields. */
export function CheckOutcome({ checked, isEditable }: Props) {
  const t = useTranslation();
  switch (checked?.outcome) {
    case undefined:
    case 'invalid':
      return null;
    case 'valid':
      return (
        <Card
          tone="plain"
          icon="check"
          role="status"
          title={t('window.check.valid', { choice: statusLabel(checked, t) })}
        >
          <p>{t('window.check.validBody')}</p>
        </Card>
      );
    case 'invalidFields':
      return (
        <Card
          tone="danger"
          icon="warning"
          role="alert"
          title={t('window.check.invalidFields', { count: checked.fields.length })}
        >
          <CheckFailure
            failure={checked.failure}
            nextStep={isEditable ? t('window.check.invalidFieldsBody') : t('window.check.company')}
            whoCanFix={isEditable ? 'agent' : 'admin'}
          />
        </Card>
      );
    case 'readDenied':
      return (
        <Card tone="caution" icon="key" role="alert" title={t('window.check.readDenied')}>
          <CheckFailure failure={checked.failure} nextStep={t('window.check.readDeniedBody')} />
        </Card>
      );
    case 'failed':
      return (
        <Card tone="danger" icon="warning" role="alert" title={t('window.check.failed')}>
          <CheckFailure failure={checked.failure} nextStep={nextStepText(checked.failure, t)} />
        </Card>
      );
    case 'keychain':
      return (
        <p className="field-error" role="alert">
          {t('window.check.keychain')}
        </p>
      );
    case 'declined':
      return (
        <p className="field-error" role="alert">
          {t('window.check.declined')}
        </p>
      );
  }
}

/** Standby retries a failed switch, but not a failed check: some failures need another next step. */
function nextStepText({ kind, whoCanFix }: FailureReport, t: Translate): string {
  if (kind === 'noNetwork' || kind === 'dnsFailure' || kind === 'agentNotPermitted')
    return t(`window.check.nextStep.${kind}`);
  return whoCanFix === 'nobody' ? t('window.check.nextStep.nobody') : t(`failure.${kind}.nextStep`);
}
