/** Plans the undo of a wave from its record. Pure. */
import { sameChoice, type SettableStatus } from '../../shared/domain.ts';
import type { AgentResult, NotSentCause } from '../../shared/local-api/team-results.ts';
import { isSettable } from '../../tencent/status-names.ts';
import type { ReadRecord, RecordedAgent } from './read-record.ts';
import type { WaveTarget } from './wave-run.ts';

export type UndoPlan = {
  targets: WaveTarget[];
  /** Agents whom the wave may have switched, and who cannot be returned. */
  left: AgentResult[];
};

/**
 * Plans to return the agents whom a wave switched, or may have switched, to their previous status and reason. The wave that
 * does so reads first, and leaves alone who has another status or reason by then.
 */
export function planUndo({ agents }: ReadRecord): UndoPlan {
  const plan: UndoPlan = { targets: [], left: [] };
  for (const recorded of agents) {
    if (!mayHaveSwitched(recorded)) continue;
    const { agent, choice, previous, result } = recorded;
    const set = { ...choice, reason: result.outcome === 'switched' ? result.reason : choice.reason };
    const leave = (cause: NotSentCause) => plan.left.push({ agent, result: { outcome: 'notSent', cause } });
    if (previous === null) leave('previousUnknown');
    else if (!isSettable(previous.status)) leave('notRestorable');
    else if (sameChoice(previous, set)) plan.left.push({ agent, result: { outcome: 'unchanged' } });
    else plan.targets.push({ agent, choice: toChoice(previous.status, previous.reason), onlyIf: set });
  }
  return plan;
}

function mayHaveSwitched({ result: { outcome } }: RecordedAgent): boolean {
  return outcome === 'switched' || outcome === 'unknown' || outcome === 'reserved';
}

function toChoice(status: SettableStatus, reason: string) {
  return { status, reason };
}
