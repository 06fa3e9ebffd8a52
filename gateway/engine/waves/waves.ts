/** Waves: a supervisor's switch of many agents, with a line for each of them. */
import { setMaxListeners } from 'node:events';
import * as z from 'zod/mini';
import { statusChoice } from '../../../shared/domain.ts';
import { agentAccount } from '../../../shared/gateway-api/account.ts';
import { WAVE_MAX, waveLine, type WaveLine } from '../../../shared/gateway-api/waves.ts';
import type { CancelTimer } from '../../../shared/clock.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import { distinctAccounts } from '../../../tencent/distinct-accounts.ts';
import type { EngineResult, WaveIntent } from '../engine.ts';
import { noAgents, overloaded, sharedStateUnavailable, shuttingDown } from '../problems.ts';
import type { CallDeps } from '../call-deps.ts';
import type { Switcher } from '../switching/switcher.ts';
import { runWave } from './wave-run.ts';

/** Waves that run at the same time on one instance. */
const MAX_WAVES = 10;

/** How often an instance looks for waves whose instance has died, in milliseconds. */
const TAKE_OVER_MS = 5_000;

/** Longest stored wave: 5,000 accounts of 128 characters. */
const STORED_LIMITS = { maxLength: 4_000_000, maxDepth: 4, maxEntries: WAVE_MAX + 20 };

const storedWave = z.object({
  agents: z.array(agentAccount).check(z.maxLength(WAVE_MAX, { abort: true })),
  choice: statusChoice,
  requestedBy: agentAccount,
});

export type Waves = {
  startWave: (intent: WaveIntent) => Promise<EngineResult<string>>;
  start: () => void;
  /** Resolves when no wave runs here. Another instance goes on with those that have not ended. */
  stop: () => Promise<void>;
};

export function createWaves(deps: CallDeps & { switcher: Switcher; createId: () => string }): Waves {
  const { coordination, shared, clock } = deps;
  const running = new Set<Promise<void>>();
  const controller = new AbortController();
  // Each agent that waits for another attempt listens to it.
  setMaxListeners(0, controller.signal);
  let cancelTimer: CancelTimer = () => undefined;

  function run(id: string, intent: WaveIntent, earlier: readonly WaveLine[] | null): void {
    const wave = runWave(deps, id, intent, earlier, controller.signal).finally(() => running.delete(wave));
    running.add(wave);
  }

  async function takeOver(): Promise<void> {
    const orphans = await shared.attempt(() => coordination.waves.takeOver());
    for (const { id, wave } of orphans.ok ? orphans.value : []) {
      const json = parseJson(wave, STORED_LIMITS);
      const parsed = storedWave.safeParse(json.ok ? json.value : undefined);
      const earlier = parsed.success ? await readLines(id) : null;
      if (parsed.success && earlier && !controller.signal.aborted) run(id, parsed.data, earlier);
    }
    if (!controller.signal.aborted) cancelTimer = clock.setTimer(TAKE_OVER_MS, () => void takeOver());
  }

  /** The lines of a wave so far; null if it cannot be read. */
  async function readLines(id: string): Promise<WaveLine[] | null> {
    const lines: WaveLine[] = [];
    for (let from = 0; ;) {
      const part = await shared.attempt(() => coordination.waves.lines(id, from));
      if (!part.ok || part.value === null) return null;
      if (part.value.length === 0) return lines;
      from += part.value.length;
      lines.push(...part.value.map(parseLine).filter((line) => line !== null));
    }
  }

  return {
    startWave: async ({ agents, choice, requestedBy }) => {
      if (controller.signal.aborted) return { ok: false, problem: shuttingDown };
      if (running.size >= MAX_WAVES) return { ok: false, problem: overloaded };
      const intent = { agents: distinctAccounts(agents), choice, requestedBy };
      if (intent.agents.length === 0) return { ok: false, problem: noAgents };
      const id = deps.createId();
      const created = await shared.attempt(() => coordination.waves.create(id, JSON.stringify(intent)));
      if (!created.ok) return { ok: false, problem: sharedStateUnavailable };
      run(id, intent, null);
      return { ok: true, value: id };
    },
    start: () => {
      cancelTimer = clock.setTimer(TAKE_OVER_MS, () => void takeOver());
    },
    stop: async () => {
      controller.abort();
      cancelTimer();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Null for a line that cannot be read. */
export function parseLine(text: string): WaveLine | null {
  const json = parseJson(text);
  const parsed = waveLine.safeParse(json.ok ? json.value : undefined);
  return parsed.success ? parsed.data : null;
}
