/** What the settings remember of the agent, beside what the agent has set. Another agent of this computer must not see it. */
import type { Settings } from './schema.ts';
import { NO_SEEN_REASONS } from './seen-reasons.ts';

type AgentMemory = Pick<
  Settings,
  'lastAwayChoice' | 'plannedReturn' | 'reasonDurations' | 'recentChoices' | 'seenReasons'
>;

/** Nothing is remembered, as in new settings. */
export const NO_AGENT_MEMORY: AgentMemory = {
  lastAwayChoice: { status: 'rest', reason: '' },
  plannedReturn: null,
  reasonDurations: [],
  recentChoices: [],
  seenReasons: NO_SEEN_REASONS,
};
