import type { ValidationError } from '../../../shared/ipc/forms.ts';
import { api } from '../../api.ts';
import { reasonErrorText } from '../../validation-messages.ts';
import { durationOf, useAppState, type AwayStatus } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { InlineForm } from '../../ui/form/inline-form.tsx';

type Props = {
  status: AwayStatus;
  /** Called when accepted or cancelled. */
  onDone: () => void;
};

/** Form for a custom reason; the main process validates it. */
export function CustomReasonForm({ status, onDone }: Props) {
  const t = useTranslation();
  // Increases when the tray requests the open field again, which then gets the focus.
  const focusRequestId = useAppState(({ focusRequest }) => focusRequest.id);

  const durations = useAppState((state) => state.reasonDurations);

  async function send(reason: string): Promise<ValidationError | null> {
    // The main process accepts an empty reason as "none"; this field does not.
    if (reason.trim() === '') return 'reasonEmpty';
    return api.status.request({ status, reason, minutes: durationOf(durations, status, reason.trim()) });
  }

  return (
    <InlineForm
      label={t(`window.otherReasonLabel.${status}`)}
      hint={t('window.otherReasonHint')}
      action={t('window.send')}
      focusRequestId={focusRequestId}
      send={send}
      getErrorText={(error) => reasonErrorText(error, t)}
      onDone={onDone}
    />
  );
}
