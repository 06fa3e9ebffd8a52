import { createStatusService } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import { createRateLimit } from '../../../main/tencent/simulator/rate-limit.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import { randomFrom } from '../random.ts';
import { proves, reads, refuses } from './fake-cloud.ts';
import { virtualTime, type VirtualTime } from './virtual-time.ts';

export type ShiftStart = {
  agents: number;
  /** What the admin has said; null: nothing. */
  fleetSize: number | null;
  seed: number;
  /** `simulator`: a refused request does not count, as in the simulator. `strict`: it uses up the limit like any other. */
  rule?: 'simulator' | 'strict';
};

export type ShiftStartResult = {
  /** Agents whose switch was proved. */
  free: number;
  /** From the first press to the last proof, in seconds. */
  lastAfterS: number;
  /** How long half, and 95 of 100, waited for the proof of theirs, in seconds. */
  halfWaitedS: number;
  p95WaitedS: number;
  requests: number;
  /** Requests refused for the limit. */
  refused: number;
  /** The most that one agent needed. */
  mostAttempts: number;
  /** Agents whose first request left later than their press. */
  delayedFirst: number;
  /** Countdowns that were on show, and those of them that did not end in an attempt at that very moment. */
  countdowns: number;
  untrueCountdowns: number;
};

const PER_SECOND = 20;
const PRESSED_WITHIN_MS = 1_000;
/** Each way; drawn anew for each request. */
const LATENCY_MS = { least: 15, more: 45 };
/** By then everybody has long been served, or never will be. */
const GIVEN_UP_AFTER_MS = 3_600_000;

/**
 * The start of a shift on virtual time: so many agents, each with the app's own status service, press Free within the
 * same second. Between them and the simulator's limit lies a network with some latency; nothing else is played.
 */
export async function shiftStart(setting: ShiftStart): Promise<ShiftStartResult> {
  const random = randomFrom(setting.seed);
  const time = virtualTime(undefined, random);
  const centre = createCentre(time, setting.rule ?? 'simulator');
  const begin = time.now();
  const agents = Array.from({ length: setting.agents }, () => createAgent(time, centre, setting.fleetSize));
  for (const agent of agents) time.after(random() * PRESSED_WITHIN_MS, agent.press);
  while (agents.some(({ isFree }) => !isFree()) && time.now() - begin < GIVEN_UP_AFTER_MS) {
    await time.advance(1_000);
  }
  const waits = agents.map(({ waitedMs }) => waitedMs()).sort((one, other) => one - other);
  const sum = (of: (agent: Agent) => number) => agents.reduce((total, agent) => total + of(agent), 0);
  return {
    free: agents.filter(({ isFree }) => isFree()).length,
    lastAfterS: (Math.max(...agents.map(({ provedAt }) => provedAt())) - begin) / 1_000,
    halfWaitedS: (waits[Math.floor(waits.length * 0.5)] ?? 0) / 1_000,
    p95WaitedS: (waits[Math.floor(waits.length * 0.95)] ?? 0) / 1_000,
    requests: sum(({ attempts }) => attempts()),
    refused: centre.refused(),
    mostAttempts: Math.max(...agents.map(({ attempts }) => attempts())),
    delayedFirst: agents.filter(({ firstWasDelayed }) => firstWasDelayed()).length,
    countdowns: sum(({ countdowns }) => countdowns().shown),
    untrueCountdowns: sum(({ countdowns }) => countdowns().untrue),
  };
}

type Centre = ReturnType<typeof createCentre>;

/** The service behind its network, with the limit of the simulator. */
function createCentre(time: VirtualTime, rule: 'simulator' | 'strict') {
  const limit = rule === 'simulator' ? createRateLimit(PER_SECOND, time) : createStrictLimit(time);
  let refused = 0;
  const passTheNetwork = () =>
    new Promise<void>((resolve) =>
      time.after(LATENCY_MS.least + LATENCY_MS.more * time.random(), () => resolve()),
    );
  return {
    refused: () => refused,
    /** Whether the service took the request. */
    async ask(action: 'SetStaffStatus' | 'DescribeStaffStatusMetrics'): Promise<boolean> {
      await passTheNetwork();
      const admitted = limit.admit(action);
      if (!admitted && action === 'SetStaffStatus') refused += 1;
      await passTheNetwork();
      return admitted;
    },
  };
}

/** The other reading of the documents: who asks too often uses up the limit for everybody. */
function createStrictLimit(time: VirtualTime) {
  const recent = new Map<string, number[]>();
  return {
    admit(action: string): boolean {
      const inWindow = (recent.get(action) ?? []).filter((then) => then > time.now() - 1_000);
      recent.set(action, [...inWindow, time.now()]);
      return inWindow.length < PER_SECOND;
    },
  };
}

type Agent = ReturnType<typeof createAgent>;

function createAgent(time: VirtualTime, centre: Centre, fleetSize: number | null) {
  let state: AgentState = initialAgentState();
  let pressedAt = 0;
  let firstSentAt: number | null = null;
  let attempts = 0;
  const countdowns = { shown: 0, untrue: 0 };

  const service = createStatusService({
    time,
    fleetSize: () => fleetSize,
    online: () => true,
    store: {
      get: () => state,
      update: (change) => {
        const before = state.wish?.phase;
        state = change(state);
        const after = state.wish?.phase;
        if (before?.name !== 'waiting' || after === before) return;
        countdowns.shown += 1;
        if (time.now() !== before.until) countdowns.untrue += 1;
      },
    },
    setStatus: async (choice) => {
      attempts += 1;
      firstSentAt ??= time.now();
      return (await centre.ask('SetStaffStatus')) ? proves(choice) : refuses('rateLimited');
    },
    readStatus: async () =>
      (await centre.ask('DescribeStaffStatusMetrics'))
        ? reads(state.proved?.status ?? 'offline')
        : refuses('rateLimited'),
  });

  return {
    press: () => {
      pressedAt = time.now();
      service.choose({ status: 'free', reason: '' }, 'tray');
    },
    isFree: () => state.wish === null && state.receipt?.to.status === 'free' && state.failure === null,
    provedAt: () => state.receipt?.provedAt ?? Infinity,
    waitedMs: () => (state.receipt?.provedAt ?? Infinity) - pressedAt,
    firstWasDelayed: () => firstSentAt !== pressedAt,
    attempts: () => attempts,
    countdowns: () => countdowns,
  };
}
