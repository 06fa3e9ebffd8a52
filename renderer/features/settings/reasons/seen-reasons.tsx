import { useId, useRef, useState, type MouseEvent } from 'react';
import type { ValidationError } from '../../../../shared/ipc/forms.ts';
import { api } from '../../../api.ts';
import { useAppState, type AwayStatus } from '../../../store.ts';
import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import { ErrorText } from '../../../ui/form/field.tsx';
import { reasonErrorText } from '../../../validation-messages.ts';

type Props = { status: AwayStatus };

/** The reasons that the contact center uses and that the list of a status lacks. A click adds one. */
export function SeenReasons({ status }: Props) {
  const t = useTranslation();
  const label = useId();
  const errorId = useId();
  const liveRegion = useRef<HTMLDivElement>(null);
  const reasons = useAppState((state) => state.seenReasons[status]);
  const [announcement, setAnnouncement] = useState('');
  const [error, setError] = useState<ValidationError | null>(null);

  async function add(reason: string, button: HTMLElement) {
    // The button goes with the new state, which may arrive before the result or after it.
    const neighbor = button.nextElementSibling ?? button.previousElementSibling;
    const newError = await api.settings.editReasons({ type: 'add', status, reason });
    setError(newError);
    if (newError) {
      setAnnouncement(reasonErrorText(newError, t));
      return;
    }
    setAnnouncement(t('window.reasonEditor.added', { reason: bidiIsolate(reason) }));
    const addField = liveRegion.current?.closest('section')?.querySelector('input');
    const next = neighbor instanceof HTMLElement ? neighbor : addField;
    next?.focus();
  }

  return (
    <>
      {reasons.length > 0 && (
        <div className="seen-reasons" role="group" aria-labelledby={label}>
          <p className="hint" id={label}>
            {t('window.reasonEditor.seen')}
          </p>
          <div className="chips">
            {reasons.map((reason) => (
              <button
                key={reason}
                type="button"
                className="chip"
                aria-label={t('window.reasonEditor.addSeen', { reason })}
                onClick={(event: MouseEvent<HTMLElement>) => void add(reason, event.currentTarget)}
              >
                <bdi>{reason}</bdi>
              </button>
            ))}
          </div>
          {error && <ErrorText id={errorId}>{reasonErrorText(error, t)}</ErrorText>}
        </div>
      )}
      <div role="status" className="unseen" ref={liveRegion}>
        {announcement}
      </div>
    </>
  );
}
