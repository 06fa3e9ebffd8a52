import { api } from '../../../../api.ts';
import { parseReturnTime, type ReturnTimeError } from '../../../../parse-return-time.ts';
import { useTranslation } from '../../../../i18n.ts';
import { InlineForm } from '../../../../ui/form/inline-form.tsx';
import { FormCard } from '../form-card.tsx';

/** Form for a return time that no preset has. `onDone`: accepted or cancelled. */
export function ReturnTimeForm({ onDone }: { onDone: () => void }) {
  const t = useTranslation();

  async function send(typed: string): Promise<ReturnTimeError | null> {
    const parsed = parseReturnTime(typed, Date.now());
    if ('error' in parsed) return parsed.error;
    await api.activity.planReturn({ backAt: parsed.backAt });
    return null;
  }

  return (
    <FormCard title={t('window.return.otherLabel')} onCancel={onDone}>
      <InlineForm
        label={t('window.return.otherLabel')}
        hint={t('window.return.otherHint')}
        action={t('window.return.set')}
        send={send}
        getErrorText={(error) => t(`window.return.error.${error}`)}
        onDone={onDone}
      />
    </FormCard>
  );
}
