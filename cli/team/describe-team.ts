/** Describes the results of a team for a person. */
import type { AgentListError } from './parse-agents.ts';
import type {
  AgentReading,
  AgentResult,
  Outcome,
  OutcomeCounts,
  TeamFailure,
} from '../../shared/local-api/team-results.ts';
import type { WaveResult } from '../../shared/local-api/team.ts';
import { describeChoice, describeError, toOneLine } from '../describe.ts';
import type { CliTexts } from '../texts.ts';

const OUTCOMES = [
  'switched',
  'unchanged',
  'reserved',
  'planned',
  'otherStatus',
  'failed',
  'unknown',
  'notSent',
] as const satisfies (keyof OutcomeCounts)[];

/** One line for each outcome that an agent has. */
export function describeCounts({ t }: CliTexts, counts: OutcomeCounts): string[] {
  return OUTCOMES.filter((name) => counts[name] > 0).map((name) =>
    t(`cli.team.count.${name}`, { agents: counts[name] }),
  );
}

/** The end of a wave: how it ended, the counts, and how to undo it. */
export function describeWave(texts: CliTexts, result: WaveResult): string[] {
  const { t } = texts;
  const lines = result.how === 'finished' ? [] : [t(`cli.team.end.${result.how}`)];
  if (result.failure) lines.push(...describeFailure(texts, result.failure));
  lines.push(...describeCounts(texts, result.counts));
  if (result.wave !== null && result.counts.switched + result.counts.unknown + result.counts.reserved > 0)
    lines.push(t('cli.team.undoHint', { wave: result.wave }));
  return lines;
}

/** Whether a person has to know about this agent by name. */
export function isNotable({ outcome }: Outcome): boolean {
  return outcome !== 'switched' && outcome !== 'unchanged' && outcome !== 'planned';
}

/** "ann@example.com  Failed: No such agent (InvalidParameterValue.AccountNotExist)" */
export function describeResult(texts: CliTexts, { agent, result }: AgentResult): string {
  return `${toOneLine(agent)}  ${describeOutcome(texts, result)}`;
}

function describeOutcome(texts: CliTexts, result: Outcome): string {
  const { t } = texts;
  switch (result.outcome) {
    case 'notSent':
      return t(`cli.team.notSent.${result.cause}`);
    case 'otherStatus':
      return t('cli.team.result.otherStatus', {
        choice: describeChoice(texts, result.status, result.reason),
      });
    case 'failed':
      return t('cli.team.result.failed', { failure: describeFailure(texts, result.failure)[0] });
    case 'unknown':
      return t('cli.team.result.unknown');
    case 'reserved':
    case 'switched':
    case 'unchanged':
    case 'planned':
      return t(`cli.team.result.${result.outcome}`);
  }
}

/** What happened, and the codes for an admin. */
function describeFailure(texts: CliTexts, failure: TeamFailure): string[] {
  const [headline = failure.code] = describeError(texts, { category: 'refused', ...failure });
  const id = failure.requestId === null ? '' : ` · RequestId ${failure.requestId}`;
  return [`${headline} (${toOneLine(failure.code + id)})`];
}

export function describeReading(texts: CliTexts, { agent, type, current }: AgentReading): string {
  const { t } = texts;
  const what =
    type === 'read' && current !== null
      ? describeChoice(texts, current.status, current.reason)
      : t(`cli.team.reading.${type === 'missing' ? 'missing' : 'unreadable'}`);
  return `${toOneLine(agent)}  ${what}`;
}

export function describeListError({ t }: CliTexts, error: AgentListError): string {
  return t(`cli.team.file.${error.kind}`, {
    line: 'line' in error ? error.line : 0,
    max: 'max' in error ? error.max : 0,
  });
}
