import { useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { DaySegment } from '../../preload/contract/day.ts';
import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import { hourTicks, lanesOf, wholeHours, type Part } from '../day.ts';
import { roughly, timeOfDay } from '../format.ts';
import { toneOf } from '../standing.ts';
import { useAppState } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Glyph } from './glyph.tsx';

const MOST_TICKS = 6;
/** Of a lane and of a block in it, in rem. */
const LANE = 1.25;
const BLOCK = 1;

type Props = {
  part: Part;
  /** The last stretch is still going on. */
  running: boolean;
};

/**
 * The day as a score: one lane for each status, marked with its shape, so that where a block stands says as much as its
 * colour; what nobody knows is hatched over all of them. For a screen reader it is a list, for the keyboard one stop with
 * arrow keys inside.
 */
export function DayTimeline({ part, running }: Props) {
  const t = useText();
  const { language } = useAppState();
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const { segments } = part;
  const { from, to } = wholeHours(part);
  const lanes = lanesOf(segments);
  const last = segments.length - 1;
  // The day grows while it is looked at, so "the last" is not a number to remember.
  const stop = Math.min(focused ?? last, last);
  const shown = segments[Math.min(hovered ?? stop, last)];

  const percent = (instant: number) => `${((100 * (instant - from)) / (to - from)).toFixed(3)}%`;
  const rangeOf = (segment: DaySegment) =>
    t('window.range', {
      from: timeOfDay(segment.from, language),
      to: running && segment === segments[last] ? t('window.now') : timeOfDay(segment.to, language),
    });

  function walk(event: KeyboardEvent) {
    const target = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(target, 0), last);
    list.current?.querySelectorAll('button')[next]?.focus();
  }

  return (
    <section className="timeline" aria-label={t('window.today.timeline')}>
      <div className="score" style={{ blockSize: `${lanes.length * LANE}rem` }}>
        {lanes.map((status) => (
          <span key={status} className={`lane tone-${toneOf(status)}`} aria-hidden="true">
            <Glyph name={status} size={14} />
          </span>
        ))}
        <ol ref={list} className="segments" onKeyDown={walk} onPointerLeave={() => setHovered(null)}>
          {hourTicks(from, to, MOST_TICKS).map((tick) => (
            <li key={tick} className="tick" style={{ insetInlineStart: percent(tick) }} aria-hidden="true" />
          ))}
          {segments.map((segment, index) => (
            <li
              key={segment.from}
              className={`segment tone-${toneOf(segment.status ?? 'unknown')}`}
              data-unknown={segment.status === null || undefined}
              style={{
                insetInlineStart: percent(segment.from),
                inlineSize: percent(from + segment.to - segment.from),
              }}
            >
              <button
                type="button"
                aria-label={t('window.today.segment', {
                  name: segmentName(segment, t),
                  range: rangeOf(segment),
                  span: roughly(segment.to - segment.from, t),
                })}
                tabIndex={index === stop ? 0 : -1}
                onFocus={() => setFocused(index)}
                onPointerEnter={() => setHovered(index)}
              >
                <span className="segment-block" style={blockOf(segment.status, lanes)} />
              </button>
            </li>
          ))}
        </ol>
      </div>
      <Scale from={from} to={to} percent={percent} />
      {shown && (
        <p className={`segment-words tone-${toneOf(shown.status ?? 'unknown')}`} aria-hidden="true">
          <Glyph name={shown.status ?? 'unknown'} size={14} />
          <strong>{segmentName(shown, t)}</strong>
          <span>
            {rangeOf(shown)} · {roughly(shown.to - shown.from, t)}
          </span>
        </p>
      )}
    </section>
  );
}

/** Where a block stands: in its lane, or over all of them. */
function blockOf(status: DaySegment['status'], lanes: readonly AgentStatus[]): CSSProperties {
  const [lane, count] = status === null ? [0, lanes.length] : [lanes.indexOf(status), 1];
  return { insetBlockStart: `${lane * LANE}rem`, blockSize: `${count * LANE - (LANE - BLOCK)}rem` };
}

function segmentName({ status, reason }: DaySegment, t: ReturnType<typeof useText>): string {
  return status === null ? t('status.unknown') : nameOf({ status, reason }, t);
}

type ScaleProps = { from: number; to: number; percent: (instant: number) => string };

/** The hours below the score. */
function Scale({ from, to, percent }: ScaleProps) {
  const { language } = useAppState();
  return (
    <div className="scale" aria-hidden="true">
      {hourTicks(from, to, MOST_TICKS).map((tick) => (
        <span
          key={tick}
          data-edge={tick === from ? 'start' : tick === to ? 'end' : undefined}
          style={{ insetInlineStart: percent(tick) }}
        >
          {timeOfDay(tick, language)}
        </span>
      ))}
    </div>
  );
}
