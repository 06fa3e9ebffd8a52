import { api } from '../../../../api.ts';
import { useAppState } from '../../../../store.ts';
import { useTranslation } from '../../../../i18n.ts';

const presets = [5, 15, 30, 60] as const;

type Props = {
  /** Focus "Other…" first: its form was open before. */
  focusOther: boolean;
  /** A time is to be typed. */
  onOther: () => void;
};

/** Picker of the planned return: presets, a typed time, or none. */
export function PlannedReturnPicker({ focusOther, onOther }: Props) {
  const t = useTranslation();
  const planned = useAppState(({ plannedReturn }) => plannedReturn?.backAt ?? null);
  const selectedMinutes = useAppState(({ plannedReturn }) => plannedReturn?.minutes ?? null);
  return (
    <div className="chips" role="group" aria-label={t('tray.backMenu')}>
      {presets.map((count) => (
        <button
          type="button"
          className="chip"
          key={count}
          aria-label={t('tray.minutes', { count })}
          aria-pressed={selectedMinutes === count}
          onClick={() => void api.activity.planReturn({ minutes: count })}
        >
          {count}
        </button>
      ))}
      <button type="button" className="chip" autoFocus={focusOther} onClick={onOther}>
        {t('window.otherReason')}
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
  );
}
