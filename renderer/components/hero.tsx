import type { Translate } from '../../assets/locales/translate.ts';
import type { Proved, Wish } from '../../preload/contract/state.ts';
import { clockTime, MINUTE, roughly, stopwatch } from '../format.ts';
import { standingOf, toneOf, type Standing } from '../standing.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { nameOf, useText } from '../words.ts';
import { BudgetOf } from './budget.tsx';
import { Glyph, type GlyphName } from './glyph.tsx';

/** The one glance: what is proved, why, and for how long; or what is being switched to, and what was last proved. */
export function Hero() {
  const { agent } = useAppState();
  const standing = standingOf(agent);
  const glyph = glyphOf(standing);
  return (
    <section className={`hero tone-${toneOf(glyph === 'switching' ? 'unknown' : glyph)}`}>
      <div className="hero-glyph">
        <Glyph name={glyph} size={40} />
      </div>
      <div className="hero-words">
        <Headline standing={standing} />
        <Detail standing={standing} wish={agent.wish} />
      </div>
      {standing.name === 'known' && <TimeInStatus proved={standing.proved} />}
    </section>
  );
}

function glyphOf(standing: Standing): GlyphName {
  return standing.name === 'known' ? standing.proved.status : standing.name;
}

function Headline({ standing }: { standing: Standing }) {
  const t = useText();
  switch (standing.name) {
    case 'switching':
      return <h1 className="hero-switching">{t('switching', { choice: nameOf(standing.to, t) })}</h1>;
    case 'known':
      return <h1>{t(`status.${standing.proved.status}`)}</h1>;
    case 'unknown':
      return <h1>{t('status.unknown')}</h1>;
  }
}

function Detail({ standing, wish }: { standing: Standing; wish: Wish | null }) {
  const t = useText();
  switch (standing.name) {
    case 'switching':
      return (
        <>
          <LastProved proved={standing.from} />
          {wish?.phase.name === 'queued' && <p>{t('window.queued')}</p>}
        </>
      );
    case 'known': {
      const { reason, afterCall } = standing.proved;
      return (
        <>
          {reason !== '' && (
            <p>
              <bdi>{reason}</bdi>
            </p>
          )}
          <BudgetOf {...standing.proved} onlyWhenNear />
          {afterCall !== null && <p>{t('afterCall', { status: t(`status.${afterCall}`) })}</p>}
        </>
      );
    }
    case 'unknown':
      return <LastProved proved={standing.last} />;
  }
}

/** What the service last proved, in a sentence that says how much it is worth now. */
function LastProved({ proved }: { proved: Proved | null }) {
  const t = useText();
  const { language } = useAppState();
  const now = useNow();
  if (proved === null) return <p>{t('window.neverConfirmed')}</p>;
  const choice = nameOf(proved, t);
  return proved.holds ? (
    <p>{t('window.stillConfirmed', { choice })}</p>
  ) : (
    <p>{t('window.lastConfirmed', { choice, time: clockTime(proved.confirmedAt, now, language) })}</p>
  );
}

/**
 * How long it lasts, and until when it was planned. Without the right to read the status back, "since" would promise too
 * much: there it says when it was last proved.
 */
function TimeInStatus({ proved }: { proved: Proved }) {
  const t = useText();
  const { agent, language, plannedReturn } = useAppState();
  const now = useNow();
  const time = (instant: number) => clockTime(instant, now, language);
  return (
    <div className="hero-time">
      <span role="timer" aria-label={t('window.timeInStatus')}>
        {stopwatch(now - proved.since)}
      </span>
      {plannedReturn !== null && <small>{untilBack(plannedReturn.backAt - now, t)}</small>}
      {agent.reading === 'refused' ? (
        <small>{t('window.confirmedAt', { time: time(proved.confirmedAt) })}</small>
      ) : (
        plannedReturn === null && <small>{t('window.since', { time: time(proved.since) })}</small>
      )}
    </div>
  );
}

/** A countdown in minutes, rounded up: "back in 1 min" is true until it is time. */
function untilBack(left: number, t: Translate): string {
  if (left > 0) return t('tray.backIn', { duration: roughly(Math.ceil(left / MINUTE) * MINUTE, t) });
  return left > -MINUTE ? t('tray.backNow') : t('window.return.over', { span: roughly(left, t) });
}
