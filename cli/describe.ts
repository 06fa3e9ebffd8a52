/** Describes the results of the local API for a person. */
import * as z from 'zod/mini';
import { localErrorKind, type ApiError } from '../shared/local-api/protocol.ts';
import { TEAM_ERROR_PREFIX, teamErrorKind } from '../shared/local-api/team-results.ts';
import type { ApiDay, StatusResult, SwitchResult } from '../shared/local-api/results.ts';
import type { AgentStatus } from '../shared/domain.ts';
import { failureReport } from '../shared/state.ts';
import { clientErrorKind } from './errors.ts';
import type { CliTexts } from './texts.ts';

/** The errors that have texts of their own. Any other one is the failure of a switch. */
const ownErrorKind = z.enum([...localErrorKind.options, ...clientErrorKind.options]);

/** A status with its reason: "Rest · Lunch". */
export function describeChoice({ t }: CliTexts, status: AgentStatus | null, reason: string): string {
  const name = t(`status.${status ?? 'unknown'}`);
  return reason === '' ? name : t('statusReason', { status: name, reason: toOneLine(reason) });
}

/** The status now, one fact a line. */
export function describeStatus(texts: CliTexts, result: StatusResult): string[] {
  const { t } = texts;
  if (result.account === 'unconfigured') return [t('cli.status.unconfigured')];
  const choice = describeChoice(texts, result.status, result.reason);
  const lines: string[] = [];
  if (result.known && result.since !== null)
    lines.push(t('cli.status.since', { choice, time: formatTime(texts, result.since) }));
  else if (result.status !== null && result.confirmedAt !== null)
    lines.push(t('cli.status.notKnown', { choice, time: formatTime(texts, result.confirmedAt) }));
  else lines.push(t('status.unknown'));
  if (result.pending)
    lines.push(
      t('switching', { choice: describeChoice(texts, result.pending.status, result.pending.reason) }),
    );
  if (result.afterCall) lines.push(t('afterCall', { status: t(`status.${result.afterCall}`) }));
  if (result.backAt !== null) lines.push(t('cli.status.backAt', { time: formatTime(texts, result.backAt) }));
  if (result.account === 'simulator') lines.push(t('cli.status.simulator'));
  return lines;
}

export function describeSwitch(texts: CliTexts, result: SwitchResult): string {
  const { t } = texts;
  const choice = describeChoice(texts, result.status, result.reason);
  switch (result.outcome) {
    case 'confirmed':
      return t('cli.switched.confirmed', { choice, time: formatTime(texts, result.confirmedAt) });
    case 'reserved':
      return t('cli.switched.reserved', { choice });
    case 'accepted':
      return t('cli.switched.accepted', { choice });
  }
}

/** The time in each status and reason, longest first. */
export function describeDay(texts: CliTexts, day: ApiDay): string[] {
  return day.totals.flatMap(({ status, seconds, reasons }) => [
    `${formatDuration(texts, seconds)}  ${describeChoice(texts, status, '')}`,
    ...reasons
      .filter(({ reason }) => reason !== '')
      .map((part) => `${formatDuration(texts, part.seconds)}    ${toOneLine(part.reason)}`),
  ]);
}

/** An error: what happened, what to do, and the code for an admin. */
export function describeError({ t }: CliTexts, { kind, code, message, requestId }: ApiError): string[] {
  const id = requestId === null ? '' : ` · RequestId ${requestId}`;
  const details = toOneLine(`${code}${id}`);
  const team = teamErrorKind.safeParse(kind);
  if (code.startsWith(TEAM_ERROR_PREFIX) && team.success) return [t(`cli.team.error.${team.data}`), details];
  const own = ownErrorKind.safeParse(kind);
  if (own.success) return [t(`cli.error.${own.data}`), details];
  const failure = failureReport.shape.kind.safeParse(kind);
  // A newer app may know a kind that this version does not.
  if (!failure.success || t(`failure.${failure.data}.headline`).startsWith('failure.'))
    return [toOneLine(message), details];
  return [t(`failure.${failure.data}.headline`), t(`failure.${failure.data}.nextStep`), details];
}

/** "12:05" of this computer's time zone, as in the window. */
export function formatTime({ language }: CliTexts, isoTime: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short', hourCycle: 'h23' }).format(
    new Date(isoTime),
  );
}

function formatDuration({ t }: CliTexts, seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return t('duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Control characters of a reason would change what a terminal shows. */
export function toOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Zl}|\p{Zp}/gu, ' ');
}
