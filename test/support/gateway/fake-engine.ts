/** An engine of a test, which answers as the test says: late, never, or by throwing. */
import type { Engine, EngineProblem, SwitchIntent } from '../../../gateway/engine/engine.ts';
import type { StreamEvent } from '../../../shared/gateway-api/events.ts';
import type { AgentStatusView, SwitchResult } from '../../../shared/gateway-api/status.ts';
import type { WaveLine } from '../../../shared/gateway-api/waves.ts';

const viewOf = (agent: string, change: Partial<AgentStatusView> = {}): AgentStatusView => ({
  agent,
  status: 'free',
  reason: '',
  reserveRest: false,
  reserveNotReady: false,
  lastStatusAt: 1_795_905_231_000,
  lastOnlineAt: null,
  requestId: 'request-1',
  asOf: 1_795_905_231_295,
  ...change,
});

const switchedTo = ({ agent, choice }: Pick<SwitchIntent, 'agent' | 'choice'>): SwitchResult => ({
  outcome: 'switched',
  agent,
  ...choice,
  previous: { status: 'free', reason: '' },
  confirmedBy: 'response',
  requestId: 'request-2',
  asOf: 1_795_905_231_520,
});

export const problemOf = (
  kind: EngineProblem['kind'],
  change: Partial<EngineProblem> = {},
): EngineProblem => ({
  kind,
  code: `Test.${kind}`,
  message: '',
  requestId: null,
  outcome: 'notApplied',
  retryAfterMs: null,
  ...change,
});

export const WAVE = '12c13462-5f77-496a-983f-f63c0d1b320f';

const exampleLines: readonly WaveLine[] = [
  { type: 'result', agent: 'a@example.com', result: null, problem: null },
  { type: 'end', total: 1, switched: 0, otherStatus: 0, notApplied: 1, unknown: 0 },
];

export type FakeEngine = Engine & {
  intents: SwitchIntent[];
  read: string[][];
  waves: Parameters<Engine['startWave']>[0][];
  listeners: Map<string, Set<(event: StreamEvent) => void>>;
};

export function createFakeEngine(replaced: Partial<Engine> = {}): FakeEngine {
  const intents: SwitchIntent[] = [];
  const read: string[][] = [];
  const waves: FakeEngine['waves'] = [];
  const listeners: FakeEngine['listeners'] = new Map();
  return {
    intents,
    read,
    waves,
    listeners,
    setStatus: (intent) => {
      intents.push(intent);
      return Promise.resolve({ ok: true, value: switchedTo(intent) });
    },
    readStatuses: (agents) => {
      read.push([...agents]);
      return Promise.resolve(agents.map((agent) => ({ ok: true, value: viewOf(agent) })));
    },
    subscribe: (agent, listener) => {
      const own = listeners.get(agent) ?? new Set();
      listeners.set(agent, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(agent);
      };
    },
    startWave: (wave) => {
      waves.push(wave);
      return Promise.resolve({ ok: true, value: WAVE });
    },
    waveLines: (id) => Promise.resolve(id === WAVE ? toStream(exampleLines) : null),
    readiness: () => ({ ready: true, cause: '' }),
    start: () => undefined,
    stop: () => Promise.resolve(),
    ...replaced,
  };
}

async function* toStream(lines: readonly WaveLine[]): AsyncIterable<WaveLine> {
  for (const line of lines) {
    await Promise.resolve();
    yield line;
  }
}
