/** The handlers of the local API for a whole team. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { localError, type ErrorCategory, type Outcome } from '../../../shared/local-api/protocol.ts';
import type { ApiEvent } from '../../../shared/local-api/requests.ts';
import {
  RESULTS_PER_EVENT,
  type TeamRequest,
  type WaveEvent,
  type WaveResult,
} from '../../../shared/local-api/team.ts';
import {
  TEAM_ERROR_PREFIX,
  countOutcomes,
  type AgentResult,
} from '../../../shared/local-api/team-results.ts';
import type { ApiHandlers, RequestContext } from '../../local-api/handlers.ts';
import { normalizeText } from '../../settings/normalize-text.ts';
import { validateReason } from '../../settings/reason-validation.ts';
import type {
  TeamError,
  TeamResult,
  TeamService,
  WaveControls,
  WaveSummary,
} from '../../team/team-service.ts';
import { chunksOf } from '../../../tencent/lists.ts';
import { createAgentLists } from './agent-lists.ts';
import { createResultBatcher } from './result-batcher.ts';

const CATEGORIES: Record<TeamError['kind'], ErrorCategory> = {
  notAllowed: 'notSetUp',
  notConfigured: 'notSetUp',
  notWithGateway: 'notSetUp',
  busy: 'refused',
  recordFailed: 'refused',
  waveNotFound: 'usage',
  recordDamaged: 'refused',
  recordUnreadable: 'refused',
  otherAccount: 'refused',
  nothingToUndo: 'refused',
};

/** In English, like the messages of the service. */
const MESSAGES: Record<TeamError['kind'], string> = {
  notAllowed: 'the settings do not allow changes of a team',
  notConfigured: 'no account is set up',
  notWithGateway: 'the account is at a gateway, which changes teams itself',
  busy: 'another change of a team runs',
  recordFailed: 'the record of the wave could not be created',
  waveNotFound: 'there is no record of this wave',
  recordDamaged: 'the record of this wave is damaged',
  recordUnreadable: 'the record of this wave cannot be read',
  otherAccount: 'the wave was sent to another contact center',
  nothingToUndo: 'the wave has switched nobody',
};

const NO_LIST = localError('usage', 'badRequest', 'there is no such list of agents');

export type TeamHandlerDeps = {
  time: Clock;
  team: Pick<TeamService, 'set' | 'undo' | 'status' | 'readWave' | 'isAllowed'>;
  /** Returns an identifier that cannot be guessed. Default: 64 random bits. */
  createId?: () => string;
};

export function createTeamHandlers({
  time,
  team,
  createId = randomId,
}: TeamHandlerDeps): Pick<ApiHandlers, TeamRequest> {
  const lists = createAgentLists(time, createId);

  /** Runs a wave with the controls of a request, and reports what happens to the client. */
  async function runWave(
    options: Pick<WaveControls, 'dryRun' | 'fast' | 'confirmedFree'>,
    { signal, emit }: RequestContext<WaveEvent>,
    run: (controls: WaveControls) => Promise<TeamResult<WaveSummary>>,
  ): Promise<Outcome<WaveResult>> {
    const results: AgentResult['result'][] = [];
    const batcher = createResultBatcher(time, emit);
    const ended = await run({
      ...options,
      signal,
      onStart: (started) => emit({ type: 'started', ...started }),
      onResult: (result, progress) => {
        results.push(result.result);
        batcher.add(result, progress);
      },
    });
    batcher.end();
    return ended.ok
      ? { ok: true, result: { ...ended.value, counts: countOutcomes(results) } }
      : toError(ended.error);
  }

  return {
    'team.agents': ({ list, agents }) => {
      if (!team.isAllowed()) return toError({ kind: 'notAllowed', code: '' });
      const added = lists.add(list, agents);
      if (added.ok) return { ok: true, result: { list: added.id, count: added.count } };
      return localError(
        'usage',
        added.error === 'tooManyLists' ? 'tooManyRequests' : 'badRequest',
        added.error,
      );
    },
    'team.set': async ({ list, status, reason: typed, ...options }, context) => {
      const reason = normalizeText(typed);
      if (validateReason(reason)) return localError('usage', 'reasonTooLong', 'the reason is too long');
      const agents = lists.take(list);
      if (!agents) return NO_LIST;
      return runWave(options, context, (controls) => team.set({ status, reason }, agents, controls));
    },
    'team.undo': ({ wave, ...options }, context) =>
      runWave(options, context, (controls) => team.undo(wave, controls)),
    'team.status': async ({ list }, { signal, emit }) => {
      const agents = lists.take(list);
      if (!agents) return NO_LIST;
      const ended = await team.status(agents, signal, (readings) => emit({ type: 'readings', readings }));
      return ended.ok ? { ok: true, result: ended.value } : toError(ended.error);
    },
    'team.wave': async ({ wave }, { emit }) => {
      const found = await team.readWave(wave);
      if (!found.ok) return toError(found.error);
      const { agents, end, damagedLines } = found.value;
      for (const part of chunksOf(agents, RESULTS_PER_EVENT)) {
        const event: ApiEvent<'team.wave'> = {
          type: 'recorded',
          results: part.map(({ agent, result }) => ({ agent, result })),
        };
        emit(event);
      }
      const counts = countOutcomes(agents.map(({ result }) => result));
      return { ok: true, result: { wave, complete: end !== null, counts, damagedLines } };
    },
  };
}

function toError({ kind, code }: TeamError): Outcome<never> {
  const message = code === '' ? MESSAGES[kind] : `${MESSAGES[kind]} (${code})`;
  return {
    ok: false,
    error: {
      category: CATEGORIES[kind],
      kind,
      code: `${TEAM_ERROR_PREFIX}${kind}`,
      message,
      requestId: null,
    },
  };
}

function randomId(): string {
  return randomBytes(8).toString('hex');
}
