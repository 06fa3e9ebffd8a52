/** Runs one wave: its agents as intents of low priority, some at a time. */
import type { SwitchResult } from '../../../shared/gateway-api/status.ts';
import type { WaveLine } from '../../../shared/gateway-api/waves.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import type { EngineProblem, EngineResult, WaveIntent } from '../engine.ts';
import { isFailureKind } from '../reading/views.ts';
import { reactTo } from '../../../tencent/reaction.ts';
import type { CallDeps } from '../call-deps.ts';
import { delay } from '../shared-calls.ts';
import type { Switcher } from '../switching/switcher.ts';
import { toProblem } from '../problem-document.ts';

/** Agents of a wave that wait or are in flight at a time: a second's worth of calls. */
const MAX_AT_ONCE = 200;

/** How often an agent is tried, and the delay before the second attempt, which doubles. Nobody else repeats it. */
const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 1_000;

/** How long to wait until lines that could not be stored are stored again, in milliseconds. */
const APPEND_AGAIN_MS = 1_000;

/** The client of a wave is never gone: what it started goes on without it. */
const NEVER = new AbortController().signal;

type Deps = CallDeps & { switcher: Switcher };
type ResultLine = Extract<WaveLine, { type: 'result' }>;

/**
 * Resolves when the wave has ended or is stopped. Never rejects.
 * @param earlier the lines of the instance that has died; null: a new wave. Agents without a line are read before they are sent
 * @param stopped nothing more is sent. Another instance goes on
 */
export async function runWave(
  deps: Deps,
  id: string,
  { agents, choice, requestedBy }: WaveIntent,
  earlier: readonly WaveLine[] | null,
  stopped: AbortSignal,
): Promise<void> {
  const lines = (earlier ?? []).filter((line) => line.type === 'result');
  const done = new Set(lines.map(({ agent }) => accountKey(agent)));
  const open = agents.filter((agent) => !done.has(accountKey(agent)));
  const results = new Map(lines.map((line) => [accountKey(line.agent), line]));
  const append = createAppender(deps, id, stopped);
  const isStopped = () => stopped.aborted;
  const isEnded = earlier?.some(({ type }) => type === 'end') ?? false;

  async function runNext(): Promise<void> {
    for (let agent = open.shift(); agent !== undefined && !isStopped(); agent = open.shift()) {
      const result = await switchAgent(deps, { agent, choice, requestedBy }, earlier !== null, stopped);
      // Another instance sends it.
      if (!result.ok && result.problem.kind === 'shuttingDown') return;
      const line = toLine(agent, result);
      results.set(accountKey(agent), line);
      append.add(line);
    }
  }

  await Promise.all(Array.from({ length: MAX_AT_ONCE }, runNext));
  if (isStopped()) return append.flush();
  if (!isEnded) append.add(toEnd([...results.values()]));
  await append.flush();
  if (!isStopped()) deps.shared.insist(() => deps.coordination.waves.end(id));
}

async function switchAgent(
  { clock, observer, switcher }: Deps,
  target: { agent: string } & Pick<WaveIntent, 'choice' | 'requestedBy'>,
  isTakenOver: boolean,
  stopped: AbortSignal,
): Promise<EngineResult<SwitchResult>> {
  const intent = { ...target, idempotencyKey: null, clientGone: NEVER };
  const startedAt = clock.now();
  let readFirst = isTakenOver;
  for (let attempt = 1; ; attempt += 1) {
    const result = await switcher.send(intent, { priority: 'wave', readFirst });
    if (result.ok || attempt === MAX_ATTEMPTS || stopped.aborted || !isWorthRepeating(result.problem)) {
      observer.onSwitchEnd({ intent, result, durationMs: clock.now() - startedAt });
      return result;
    }
    readFirst ||= result.problem.outcome === 'unknown';
    await delay(clock, FIRST_DELAY_MS * 2 ** (attempt - 1), stopped);
  }
}

function isWorthRepeating({ kind }: EngineProblem): boolean {
  if (kind === 'sharedStateUnavailable' || kind === 'overloaded') return true;
  if (!isFailureKind(kind)) return false;
  const reaction = reactTo(kind);
  return reaction === 'retry' || reaction === 'slowDown';
}

function toLine(agent: string, result: EngineResult<SwitchResult>): ResultLine {
  return result.ok
    ? { type: 'result', agent, result: result.value, problem: null }
    : { type: 'result', agent, result: null, problem: toProblem(result.problem) };
}

function toEnd(lines: readonly ResultLine[]): WaveLine {
  const count = (isCounted: (line: ResultLine) => boolean) => lines.filter(isCounted).length;
  return {
    type: 'end',
    total: lines.length,
    switched: count(({ result }) => result?.outcome === 'switched'),
    otherStatus: count(({ result }) => result?.outcome === 'otherStatus'),
    notApplied: count(({ problem }) => problem?.outcome === 'notApplied'),
    unknown: count(({ problem }) => problem?.outcome === 'unknown'),
  };
}

/** Stores lines in their order. Those that arrive while others are stored are stored together. */
function createAppender({ coordination, shared, clock }: Deps, id: string, stopped: AbortSignal) {
  let collected: string[] = [];
  let storing: Promise<void> | null = null;

  async function store(): Promise<void> {
    while (collected.length > 0) {
      const lines = collected;
      collected = [];
      for (;;) {
        const { ok } = await shared.attempt(() => coordination.waves.append(id, lines));
        // What an instance does not store that ends, the next one reads: nobody is switched twice.
        if (ok || stopped.aborted) break;
        await delay(clock, APPEND_AGAIN_MS, stopped);
      }
    }
    // At once: a line that is added from now on starts the next run.
    storing = null;
  }

  function flush(): Promise<void> {
    if (collected.length > 0) storing ??= store();
    return storing ?? Promise.resolve();
  }
  return {
    add: (line: WaveLine) => {
      collected.push(JSON.stringify(line));
      void flush();
    },
    flush,
  };
}
