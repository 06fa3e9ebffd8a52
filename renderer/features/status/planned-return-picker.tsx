import { useId, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { formatTime } from '../../format.ts';
import { parseReturnTime, type ReturnTimeError } from '../../parse-return-time.ts';
import { statusTone } from '../../status-view.ts';
import { useAppState, type AwayStatus } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { useTranslation } from '../../i18n.ts';
import { InlineForm } from '../../ui/form/inline-form.tsx';

const presets = [5, 15, 30, 60] as const;

/** Picker of the planned return: presets, a custom time, or none. */
export function PlannedReturnPicker({ status }: { status: AwayStatus }) {
  const t = useTranslation();
  const titleId = useId();
  const otherButton = useRef<HTMLButtonElement>(null);
  const [isFieldOpen, setIsFieldOpen] = useState(false);
  const planned = useAppState(({ plannedReturn }) => plannedReturn?.backAt ?? null);
  const selectedMinutes = useAppState(({ plannedReturn }) => plannedReturn?.minutes ?? null);

  function closeField() {
    setIsFieldOpen(false);
    otherButton.current?.focus();
  }

  async function send(typed: string): Promise<ReturnTimeError | null> {
    const parsed = parseReturnTime(typed, Date.now());
    if ('error' in parsed) return parsed.error;
    await api.activity.planReturn({ backAt: parsed.backAt });
    return null;
  }

  return (
    <section
      className={`reasons planned-return-picker tone-${statusTone(status)}`}
      role="group"
      aria-labelledby={titleId}
    >
      <h2 id={titleId}>{t('tray.backMenu')}</h2>
      <div className="chips">
        {presets.map((count) => (
          <button
            type="button"
            className="chip"
            key={count}
            aria-pressed={selectedMinutes === count}
            onClick={() => void api.activity.planReturn({ minutes: count })}
          >
            {t('tray.minutes', { count })}
          </button>
        ))}
        <button
          type="button"
          className="chip"
          ref={otherButton}
          aria-expanded={isFieldOpen}
          aria-pressed={planned !== null && selectedMinutes === null}
          onClick={() => (isFieldOpen ? closeField() : setIsFieldOpen(true))}
        >
          {planned !== null && selectedMinutes === null ? (
            <ReturnTime backAt={planned} />
          ) : (
            t('window.otherReason')
          )}
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={planned === null}
          onClick={() => void api.activity.planReturn(null)}
        >
          {t('tray.noEnd')}
        </button>
      </div>
      {isFieldOpen && (
        <InlineForm
          label={t('window.return.otherLabel')}
          hint={t('window.return.otherHint')}
          action={t('window.return.set')}
          send={send}
          getErrorText={(error) => t(`window.return.error.${error}`)}
          onDone={closeField}
        />
      )}
    </section>
  );
}

/** The time of a plan that no preset made: typed, from the tray, or extended. */
function ReturnTime({ backAt }: { backAt: number }) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const now = useNow();
  return t('window.return.until', { time: formatTime(backAt, now, language) });
}
