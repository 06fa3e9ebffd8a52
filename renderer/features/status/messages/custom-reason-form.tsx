import type { ValidationError } from '../../../../shared/ipc/forms.ts';
import { api } from '../../../api.ts';
import { reasonErrorText } from '../../../validation-messages.ts';
import { closeReasonField, durationOf, useAppState, useAppStore, type AwayStatus } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { InlineForm } from '../../../ui/form/inline-form.tsx';
import { otherReasonId } from '../reason-buttons.tsx';
import { FormCard } from './form-card.tsx';

/** Form for a custom reason, while one is open; the main process validates it. */
export function CustomReasonForm() {
  const status = useAppStore((store) => store.openReasonFieldFor);
  return status === null ? null : <OpenForm key={status} status={status} />;
}

function OpenForm({ status }: { status: AwayStatus }) {
  const t = useTranslation();
  // Increases when the tray requests the open field again, which then gets the focus.
  const focusRequestId = useAppState(({ focusRequest }) => focusRequest.id);
  const durations = useAppState((state) => state.reasonDurations);
  const label = t(`window.otherReasonLabel.${status}`);

  async function send(reason: string): Promise<ValidationError | null> {
    // The main process accepts an empty reason as "none"; this field does not.
    if (reason.trim() === '') return 'reasonEmpty';
    return api.status.request({ status, reason, minutes: durationOf(durations, status, reason.trim()) });
  }

  function close() {
    closeReasonField();
    document.getElementById(otherReasonId(status))?.focus();
  }

  return (
    <FormCard title={label} onCancel={close}>
      <InlineForm
        label={label}
        hint={t('window.otherReasonHint')}
        action={t('window.send')}
        focusRequestId={focusRequestId}
        send={send}
        getErrorText={(error) => reasonErrorText(error, t)}
        onDone={close}
      />
    </FormCard>
  );
}
