import type { FormOutcome } from './account-form-state.ts';
import { useTranslation } from '../../../i18n.ts';
import { StatusIcon } from '../../../ui/status-icon.tsx';

type Props = {
  /** `finish` ends the first run, `save` saves a change. */
  purpose: 'finish' | 'save';
  outcome: FormOutcome;
  onCheck: () => void;
  onSave: () => void;
};

/** The buttons Check and Finish or Save. The recommended one is primary and the submit button. */
export function AccountButtons({ purpose, outcome: { pending, checked }, onCheck, onSave }: Props) {
  const t = useTranslation();
  const isReadDenied = checked?.outcome === 'readDenied';
  const isUndecided = isReadDenied || checked?.outcome === 'failed';
  const isCheckFirst = purpose === 'finish' && !isReadDenied;
  const isChecking = pending === 'check';
  return (
    <div className="form-buttons">
      <button
        type={isCheckFirst ? 'submit' : 'button'}
        className={isCheckFirst ? 'button primary wide' : 'button wide'}
        aria-disabled={isChecking}
        onClick={isCheckFirst ? undefined : onCheck}
      >
        {isChecking && <StatusIcon name="switching" size={14} />}
        {isChecking ? t('window.check.pending') : checkLabel()}
      </button>
      <button
        type={isCheckFirst ? 'button' : 'submit'}
        className={isCheckFirst ? (isUndecided ? 'button wide' : 'link') : 'button primary wide'}
        aria-disabled={pending === 'save'}
        onClick={isCheckFirst ? onSave : undefined}
      >
        {saveLabel()}
      </button>
      <span role="status" className={pending === 'save' ? 'hint' : 'unseen'}>
        {isChecking && t('window.check.pending')}
        {pending === 'save' && t('window.account.saving')}
      </span>
    </div>
  );

  function checkLabel(): string {
    if (isUndecided) return t('window.check.again');
    return purpose === 'finish' ? t('window.check.andFinish') : t('window.check.check');
  }

  function saveLabel(): string {
    if (purpose === 'save') return t('window.account.save');
    return isReadDenied ? t('window.check.anyway') : t('window.check.without');
  }
}
