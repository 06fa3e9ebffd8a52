import { useId, useRef, useState } from 'react';
import { bridge } from '../bridge.ts';
import { clockTime } from '../format.ts';
import { readReturnTime, type ReturnProblem } from '../return-time.ts';
import { toneOf } from '../standing.ts';
import { pickReturn, useAppState, useMirror, type Away } from '../store.ts';
import { useNow } from '../use-now.ts';
import { useText } from '../words.ts';
import { Entry } from './entry.tsx';

const offered = [5, 15, 30, 60] as const;

/** When the agent means to be back from the break that is proved: one click, or a time of their own. */
export function BackIn({ status }: { status: Away }) {
  const t = useText();
  const titleId = useId();
  const otherButton = useRef<HTMLButtonElement>(null);
  const [typing, setTyping] = useState(false);
  const { plannedReturn } = useAppState();
  const picked = useMirror((mirror) => mirror.pickedReturn);
  const planned = plannedReturn?.backAt ?? null;
  const inForce = picked !== null && picked.backAt === planned ? picked.minutes : null;

  function closeField() {
    setTyping(false);
    otherButton.current?.focus();
  }

  async function send(typed: string): Promise<ReturnProblem | null> {
    const read = readReturnTime(typed, Date.now());
    if ('problem' in read) return read.problem;
    await bridge.planReturn(read.backAt);
    return null;
  }

  return (
    <section className={`reasons back-in tone-${toneOf(status)}`} role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>{t('tray.backMenu')}</h2>
      <div className="chips">
        {offered.map((count) => (
          <button
            type="button"
            className="chip"
            key={count}
            aria-pressed={inForce === count}
            onClick={() => pickReturn(count)}
          >
            {t('tray.minutes', { count })}
          </button>
        ))}
        <button
          type="button"
          className="chip"
          ref={otherButton}
          aria-expanded={typing}
          aria-pressed={planned !== null && inForce === null}
          onClick={() => (typing ? closeField() : setTyping(true))}
        >
          {planned !== null && inForce === null ? <Until backAt={planned} /> : t('window.otherReason')}
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={planned === null}
          onClick={() => void bridge.planReturn(null)}
        >
          {t('tray.noEnd')}
        </button>
      </div>
      {typing && (
        <Entry
          label={t('window.return.otherLabel')}
          hint={t('window.return.otherHint')}
          action={t('window.return.set')}
          send={send}
          explain={(problem) => t(`window.return.problem.${problem}`)}
          onDone={closeField}
        />
      )}
    </section>
  );
}

/** A plan that none of the chips made: typed, made in the tray, or moved by five minutes. */
function Until({ backAt }: { backAt: number }) {
  const t = useText();
  const { language } = useAppState();
  const now = useNow();
  return t('window.return.until', { time: clockTime(backAt, now, language) });
}
