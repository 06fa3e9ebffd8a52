import { createStatusService } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import { createRateLimit } from '../../../simulator/rate-limit.ts';
import type { AgentState } from '../../../shared/state.ts';
import { createRandom } from '../random.ts';
import { switchConfirmed, statusRead, requestFailed } from './fake-status-gateway.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export type ShiftStartOptions = {
  agents: number;
  /** The configured fleet size; null for none. */
  fleetSize: number | null;
  seed: number;
  /** `simulator`: a refused request does not count, as in the simulator. `strict`: it counts like any other. */
  rule?: 'simulator' | 'strict';
  /** All agents press within this time, in milliseconds; default a second. */
  pressedWithinMs?: number;
  /** The clock of each computer is wrong by up to this much, in milliseconds; default 0. */
  clockErrorMs?: number;
  /** The part of the agents whose version draws its next attempt without slots; default none. */
  oldVersionShare?: number;
};

export type ShiftStartResult = {
  /** Agents whose switch was confirmed. */
  free: number;
  /** From the first request to the last confirmation, in seconds. */
  lastAfterS: number;
  /** How long half, and 95 of 100, waited for their confirmation, in seconds. */
  halfWaitedS: number;
  p95WaitedS: number;
  requests: number;
  /** Requests refused by the limit. */
  refused: number;
  /** The most requests of one agent. */
  mostAttempts: number;
  /** Agents whose first request left later than their click. */
  delayedFirst: number;
  /** Countdowns that were shown, and those of them that did not end in an attempt at that moment. */
  countdowns: number;
  wrongCountdowns: number;
};

const PER_SECOND = 20;
/** One-way latency, drawn for each request. */
const LATENCY_MS = { minMs: 15, extraMs: 45 };
/** By then every agent has been served, or never will be. */
const TIMEOUT_MS = 3_600_000;

/**
 * Simulates the start of a shift in virtual time: many agents, each with the app's own status service, request Free
 * within the same second. Between them and the simulator's rate limit is a network with latency; nothing else is
 * simulated.
 */
export async function simulateShiftStart(setting: ShiftStartOptions): Promise<ShiftStartResult> {
  const random = createRandom(setting.seed);
  const time = createVirtualClock(undefined, random);
  const contactCenter = createContactCenter(time, setting.rule ?? 'simulator');
  const begin = time.now();
  const { clockErrorMs = 0, oldVersionShare = 0, pressedWithinMs = 1_000 } = setting;
  const agents = Array.from({ length: setting.agents }, () => {
    if (random() < oldVersionShare) return createOldAgent(time, contactCenter);
    const error = Math.round((2 * random() - 1) * clockErrorMs);
    return createAgent({ ...time, now: () => time.now() + error }, contactCenter, setting.fleetSize);
  });
  for (const agent of agents) time.setTimer(random() * pressedWithinMs, agent.press);
  while (agents.some(({ isFree }) => !isFree()) && time.now() - begin < TIMEOUT_MS) {
    await time.advance(1_000);
  }
  const waits = agents.map(({ waitedMs }) => waitedMs()).sort((one, other) => one - other);
  const sum = (of: (agent: Agent) => number) => agents.reduce((total, agent) => total + of(agent), 0);
  return {
    free: agents.filter(({ isFree }) => isFree()).length,
    lastAfterS: (Math.max(...agents.map(({ confirmedAt }) => confirmedAt())) - begin) / 1_000,
    halfWaitedS: (waits[Math.floor(waits.length * 0.5)] ?? 0) / 1_000,
    p95WaitedS: (waits[Math.floor(waits.length * 0.95)] ?? 0) / 1_000,
    requests: sum(({ attempts }) => attempts()),
    refused: contactCenter.refused(),
    mostAttempts: Math.max(...agents.map(({ attempts }) => attempts())),
    delayedFirst: agents.filter(({ firstWasDelayed }) => firstWasDelayed()).length,
    countdowns: sum(({ countdowns }) => countdowns().shown),
    wrongCountdowns: sum(({ countdowns }) => countdowns().wrong),
  };
}

type ContactCenter = ReturnType<typeof createContactCenter>;

/** The service behind its network, with the rate limit of the simulator. */
function createContactCenter(time: VirtualClock, rule: 'simulator' | 'strict') {
  const limit = rule === 'simulator' ? createRateLimit(PER_SECOND, time) : createStrictLimit(time);
  let refused = 0;
  const crossNetwork = () =>
    new Promise<void>((resolve) =>
      time.setTimer(LATENCY_MS.minMs + LATENCY_MS.extraMs * time.random(), () => resolve()),
    );
  return {
    refused: () => refused,
    /** Whether the service accepted the request. */
    async request(action: 'SetStaffStatus' | 'DescribeStaffStatusMetrics'): Promise<boolean> {
      await crossNetwork();
      const admitted = limit.admit(action);
      if (!admitted && action === 'SetStaffStatus') refused += 1;
      await crossNetwork();
      return admitted;
    },
  };
}

/** The other interpretation of the documentation: refused requests count too. */
function createStrictLimit(time: VirtualClock) {
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

/** An agent of version 0.1: without slots, and with delays that grow by half to nine tenths of the time that has passed. */
function createOldAgent(time: VirtualClock, contactCenter: ContactCenter): Agent {
  let pressedAt = 0;
  let confirmedAt = Infinity;
  let attempts = 0;
  const send = async () => {
    attempts += 1;
    const elapsedMs = time.now() - pressedAt;
    if (await contactCenter.request('SetStaffStatus')) confirmedAt = time.now();
    else time.setTimer(5_000 * time.random() + elapsedMs * (0.5 + 0.4 * time.random()), () => void send());
  };
  return {
    press: () => {
      pressedAt = time.now();
      void send();
    },
    isFree: () => confirmedAt < Infinity,
    confirmedAt: () => confirmedAt,
    waitedMs: () => confirmedAt - pressedAt,
    firstWasDelayed: () => false,
    attempts: () => attempts,
    countdowns: () => ({ shown: 0, wrong: 0 }),
  };
}

function createAgent(time: VirtualClock, contactCenter: ContactCenter, fleetSize: number | null) {
  let state: AgentState = initialAgentState();
  let pressedAt = 0;
  let firstSentAt: number | null = null;
  let attempts = 0;
  const countdowns = { shown: 0, wrong: 0 };

  const service = createStatusService({
    time,
    fleetSize: () => fleetSize,
    isOnline: () => true,
    isScreenLocked: () => false,
    store: {
      get: () => state,
      update: (change) => {
        const before = state.intent?.phase;
        state = change(state);
        const after = state.intent?.phase;
        if (before?.type !== 'waiting' || after === before) return;
        countdowns.shown += 1;
        if (time.now() !== before.until) countdowns.wrong += 1;
      },
    },
    setStatus: async (choice) => {
      attempts += 1;
      firstSentAt ??= time.now();
      return (await contactCenter.request('SetStaffStatus'))
        ? switchConfirmed(choice)
        : requestFailed('rateLimited');
    },
    readStatus: async () =>
      (await contactCenter.request('DescribeStaffStatusMetrics'))
        ? statusRead(state.confirmed?.status ?? 'offline')
        : requestFailed('rateLimited'),
  });

  return {
    press: () => {
      pressedAt = time.now();
      service.requestStatus({ status: 'free', reason: '' }, 'tray');
    },
    isFree: () => state.intent === null && state.receipt?.to.status === 'free' && state.failure === null,
    confirmedAt: () => state.receipt?.confirmedAt ?? Infinity,
    waitedMs: () => (state.receipt?.confirmedAt ?? Infinity) - pressedAt,
    firstWasDelayed: () => firstSentAt !== pressedAt,
    attempts: () => attempts,
    countdowns: () => countdowns,
  };
}
