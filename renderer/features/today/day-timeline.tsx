import { useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { DaySegment } from '../../../shared/activity.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { hourTicks, getStatusLanes, roundToHours, type VisibleRange } from './day-range.ts';
import { formatApprox, formatTimeOfDay } from '../../format.ts';
import { statusTone } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

const MAX_TICKS = 6;
/** Height of a lane and of a block in it, in rem. */
const LANE_REM = 1.25;
const BLOCK_REM = 1;

type Props = {
  range: VisibleRange;
  /** Whether the last segment is still running. */
  running: boolean;
};

/**
 * Timeline of the day with one lane for each status, marked with its icon, so that the position carries the same information
 * as the color. Unknown time is hatched over all lanes. For screen readers it is a list, for the keyboard one tab stop with
 * arrow keys.
 */
export function DayTimeline({ range, running }: Props) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const { segments } = range;
  const { from, to } = roundToHours(range);
  const lanes = getStatusLanes(segments);
  const last = segments.length - 1;
  // The index of the last segment is not stored, because today grows.
  const tabStop = Math.min(focused ?? last, last);
  const shownSegment = segments[Math.min(hovered ?? tabStop, last)];

  const percent = (timestamp: number) => `${((100 * (timestamp - from)) / (to - from)).toFixed(3)}%`;
  const formatRange = (segment: DaySegment) =>
    t('window.range', {
      from: formatTimeOfDay(segment.from, language),
      to: running && segment === segments[last] ? t('window.now') : formatTimeOfDay(segment.to, language),
    });

  function moveFocus(event: KeyboardEvent) {
    const target = { ArrowLeft: tabStop - 1, ArrowRight: tabStop + 1, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(target, 0), last);
    list.current?.querySelectorAll('button')[next]?.focus();
  }

  return (
    <section className="timeline" aria-label={t('window.today.timeline')}>
      <div className="score" style={{ blockSize: `${lanes.length * LANE_REM}rem` }}>
        {lanes.map((status) => (
          <span key={status} className={`lane tone-${statusTone(status)}`} aria-hidden="true">
            <StatusIcon name={status} size={14} />
          </span>
        ))}
        <ol ref={list} className="segments" onKeyDown={moveFocus} onPointerLeave={() => setHovered(null)}>
          {hourTicks(from, to, MAX_TICKS).map((tick) => (
            <li key={tick} className="tick" style={{ insetInlineStart: percent(tick) }} aria-hidden="true" />
          ))}
          {segments.map((segment, index) => (
            <li
              key={segment.from}
              className={`segment tone-${statusTone(segment.status ?? 'unknown')}`}
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
                  range: formatRange(segment),
                  span: formatApprox(segment.to - segment.from, t),
                })}
                tabIndex={index === tabStop ? 0 : -1}
                onFocus={() => setFocused(index)}
                onPointerEnter={() => setHovered(index)}
              >
                <span className="segment-block" style={getBlockStyle(segment.status, lanes)} />
              </button>
            </li>
          ))}
        </ol>
      </div>
      <Scale from={from} to={to} percent={percent} />
      {shownSegment && (
        <p
          className={`segment-words tone-${statusTone(shownSegment.status ?? 'unknown')}`}
          aria-hidden="true"
        >
          <StatusIcon name={shownSegment.status ?? 'unknown'} size={14} />
          <strong>{segmentName(shownSegment, t)}</strong>
          <span>
            {formatRange(shownSegment)} · {formatApprox(shownSegment.to - shownSegment.from, t)}
          </span>
        </p>
      )}
    </section>
  );
}

/** Position of a block: in its lane, or over all lanes for an unknown status. */
function getBlockStyle(status: DaySegment['status'], lanes: readonly AgentStatus[]): CSSProperties {
  const [lane, count] = status === null ? [0, lanes.length] : [lanes.indexOf(status), 1];
  return {
    insetBlockStart: `${lane * LANE_REM}rem`,
    blockSize: `${count * LANE_REM - (LANE_REM - BLOCK_REM)}rem`,
  };
}

function segmentName({ status, reason }: DaySegment, t: ReturnType<typeof useTranslation>): string {
  return status === null ? t('status.unknown') : statusLabel({ status, reason }, t);
}

type ScaleProps = { from: number; to: number; percent: (timestamp: number) => string };

/** The hours below the lanes. */
function Scale({ from, to, percent }: ScaleProps) {
  const language = useAppState((state) => state.language);
  return (
    <div className="scale" aria-hidden="true">
      {hourTicks(from, to, MAX_TICKS).map((tick) => (
        <span
          key={tick}
          data-edge={tick === from ? 'start' : tick === to ? 'end' : undefined}
          style={{ insetInlineStart: percent(tick) }}
        >
          {formatTimeOfDay(tick, language)}
        </span>
      ))}
    </div>
  );
}
