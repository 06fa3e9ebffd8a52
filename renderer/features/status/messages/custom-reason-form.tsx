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

  const ownReasons = useOwnReasons(status);

  function request(reason: string) {
    return api.status.request({ status, reason, minutes: durationOf(durations, status, reason.trim()) });
  }

  async function send(reason: string): Promise<ValidationError | null> {
    // The main process accepts an empty reason as "none"; this field does not.
    if (reason.trim() === '') return 'reasonEmpty';
    return request(reason);
  }

  async function repeat(reason: string) {
    if ((await request(reason)) === null) close();
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
      {ownReasons.length > 0 && (
        <div className="chips own-reasons" role="group" aria-label={t('window.ownReasons')}>
          {ownReasons.map((reason) => (
            <button key={reason} type="button" className="chip" onClick={() => void repeat(reason)}>
              <bdi title={reason}>{reason}</bdi>
            </button>
          ))}
        </div>
      )}
    </FormCard>
  );
}

/** How many of the agent's own reasons the form offers. */
const OWN_REASONS_MAX = 3;

/** The reasons of the status that the agent typed last and that the list lacks. */
function useOwnReasons(status: AwayStatus): string[] {
  const listed = useAppState((state) => state.reasons[status]);
  const recent = useAppState((state) => state.recentChoices);
  return recent
    .filter((choice) => choice.status === status && !listed.includes(choice.reason))
    .map(({ reason }) => reason)
    .slice(0, OWN_REASONS_MAX);
}
