import type { Proved, Wish } from '../../preload/contract/state.ts';
import { clockTime, stopwatch } from '../format.ts';
import { standingOf, toneOf, type Standing } from '../standing.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { nameOf, useText } from '../words.ts';
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

/** Without the right to read the status back, "since" would promise too much: there it says when it was last proved. */
function TimeInStatus({ proved }: { proved: Proved }) {
  const t = useText();
  const { agent, language } = useAppState();
  const now = useNow();
  return (
    <div className="hero-time">
      <span role="timer" aria-label={t('window.timeInStatus')}>
        {stopwatch(now - proved.since)}
      </span>
      <small>
        {agent.reading === 'refused'
          ? t('window.confirmedAt', { time: clockTime(proved.confirmedAt, now, language) })
          : t('window.since', { time: clockTime(proved.since, now, language) })}
      </small>
    </div>
  );
}
