import type { Outcome } from '../account-outcome.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';

type Props = {
  /** `finish` a first run, or `save` a change. */
  purpose: 'finish' | 'save';
  outcome: Outcome;
  onCheck: () => void;
  onSave: () => void;
};

/** Check, then finish or save. The one that is the way forward stands out, and Enter presses it. */
export function AccountButtons({ purpose, outcome: { pending, checked }, onCheck, onSave }: Props) {
  const t = useText();
  const mayNotRead = checked?.outcome === 'mayNotRead';
  const undecided = mayNotRead || checked?.outcome === 'failed';
  const checkFirst = purpose === 'finish' && !mayNotRead;
  const checking = pending === 'check';
  return (
    <div className="form-buttons">
      <button
        type={checkFirst ? 'submit' : 'button'}
        className={checkFirst ? 'button primary wide' : 'button wide'}
        aria-disabled={checking}
        onClick={checkFirst ? undefined : onCheck}
      >
        {checking && <Glyph name="switching" size={14} />}
        {checking ? t('window.check.pending') : checkLabel()}
      </button>
      <button
        type={checkFirst ? 'button' : 'submit'}
        className={checkFirst ? (undecided ? 'button wide' : 'link') : 'button primary wide'}
        aria-disabled={pending === 'save'}
        onClick={checkFirst ? onSave : undefined}
      >
        {saveLabel()}
      </button>
      <span role="status" className={pending === 'save' ? 'hint' : 'unseen'}>
        {checking && t('window.check.pending')}
        {pending === 'save' && t('window.account.saving')}
      </span>
    </div>
  );

  function checkLabel(): string {
    if (undecided) return t('window.check.again');
    return purpose === 'finish' ? t('window.check.andFinish') : t('window.check.check');
  }

  function saveLabel(): string {
    if (purpose === 'save') return t('window.account.save');
    return mayNotRead ? t('window.check.anyway') : t('window.check.without');
  }
}
