/** One reading for all: the leader reads the connected agents regularly, and reports what has changed. */
import type { CancelTimer } from '../../../shared/clock.ts';
import type { Failure } from '../../../tencent/failure.ts';
import { chunksOf, isNonEmpty } from '../../../tencent/lists.ts';
import { reactTo } from '../../../tencent/reaction.ts';
import type { CoordinationMessage } from '../../coordination/coordination.ts';
import { toView } from '../switching/outcomes.ts';
import { createReadingGroups, type ReadingGroup, type ToRead } from './reading-groups.ts';
import type { CallDeps } from '../call-deps.ts';
import { createReported } from './reported.ts';
import { delay } from '../shared-calls.ts';

/** The shortest time between the starts of two readings, in milliseconds: two readings a second. */
const SPACING_MS = 500;

/** Readings at the same time, so that a slow service does not delay the next groups. */
const MAX_IN_FLIGHT = 4;

/** How often an instance checks whether it has become the leader, in milliseconds. */
const LEADER_CHECK_MS = 250;

/** Agents of one message. */
const AGENTS_PER_MESSAGE = 500;

/** What the reports of one reading have in common. */
type Reading = { asOf: number; requestId: string | null };

export type ReadingConfig = {
  /** The time between two readings of an agent, in milliseconds. */
  intervalMs: number;
  /** The most agents of one reading. */
  groupSize: number;
};

export type ReadingLoop = {
  onMessage: (message: CoordinationMessage) => void;
  start: () => void;
  /** Resolves when no reading is in flight. */
  stop: () => Promise<void>;
};

export function createReadingLoop(deps: CallDeps & { config: ReadingConfig }): ReadingLoop {
  const { clock, coordination, service, shared, observer, config } = deps;
  const groups = createReadingGroups(config.groupSize);
  const reported = createReported();
  const inFlight = new Set<Promise<void>>();
  let roundAt = Number.NEGATIVE_INFINITY;
  let startedAt = Number.NEGATIVE_INFINITY;
  let isLeading = false;
  let isStopped = true;
  let running: Promise<void> | null = null;
  let cancelTimer: CancelTimer = () => undefined;

  /** Whether this instance leads and has not ended. */
  function leads(): boolean {
    const isLeader = !isStopped && coordination.isLeader();
    if (isLeading && !isLeader) {
      groups.clear();
      reported.clear();
    }
    if (!isLeading && isLeader) roundAt = Number.NEGATIVE_INFINITY;
    isLeading = isLeader;
    return isLeader;
  }

  function wake(): void {
    if (isStopped || running) return;
    cancelTimer();
    running = run().then(() => {
      running = null;
      if (!isStopped) cancelTimer = clock.setTimer(LEADER_CHECK_MS, wake);
    });
  }

  async function run(): Promise<void> {
    reported.prune(coordination.now());
    while (leads()) {
      await startRoundIfDue();
      if (groups.isEmpty()) return;
      while (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
      // A clock that was set back must not block the readings.
      await delay(clock, Math.min(SPACING_MS, startedAt + SPACING_MS - clock.now()));
      const slot = await shared.attempt(() => coordination.reserveSlot('reading'));
      if (!slot.ok) return;
      await delay(clock, slot.value);
      // Taken last: what was requested meanwhile joins.
      const group = leads() ? groups.take() : null;
      if (group) start(group);
    }
  }

  async function startRoundIfDue(): Promise<void> {
    const now = clock.now();
    const isDue = now - roundAt >= config.intervalMs || now < roundAt;
    if (!isDue || !groups.isRoundRead()) return;
    const connected = await shared.attempt(() => coordination.connectedAgents());
    if (!connected.ok) return;
    roundAt = now;
    groups.startRound(connected.value, now);
  }

  function start(group: ReadingGroup): void {
    startedAt = clock.now();
    const reading = read(group).finally(() => {
      inFlight.delete(reading);
      wake();
    });
    inFlight.add(reading);
  }

  async function read(group: ReadingGroup): Promise<void> {
    const names = group.agents.map(({ agent }) => agent);
    if (!isNonEmpty(names)) return;
    const asOf = coordination.now();
    const sentAt = clock.now();
    const result = await service.readStatuses(names);
    const kind = result.ok ? 'ok' : result.failure.kind;
    const durationMs = clock.now() - sentAt;
    observer.onCall({ action: 'DescribeStaffStatusMetrics', agents: names.length, durationMs, kind });
    if (!result.ok) {
      await onFailure(group, result.failure, asOf);
      return;
    }
    shared.insist(() => coordination.reportCall('reading', 'accepted'));
    groups.onRead(group);
    const reading = { asOf, requestId: result.exchange.requestId };
    const views = [];
    const missing: ToRead[] = [];
    for (const [index, each] of group.agents.entries()) {
      const current = result.statuses[index] ?? null;
      if (!current) {
        missing.push(each);
        continue;
      }
      const view = toView(each.agent, current, reading);
      const judgement = reported.judge(view, each.isRequested);
      if (judgement === 'report') views.push(view);
      else if (judgement === 'again' && each.isRequested) groups.request(each.agent);
    }
    for (const part of chunksOf(views, AGENTS_PER_MESSAGE)) {
      await publish(
        { type: 'statuses', views: part },
        part.map(({ agent }) => agent),
      );
    }
    await reportUnreadable(
      missing,
      { kind: 'agentMissing', code: 'Answer.AgentMissing', message: '' },
      reading,
    );
  }

  async function onFailure(group: ReadingGroup, failure: Failure, asOf: number): Promise<void> {
    const reaction = reactTo(failure.kind);
    if (reaction === 'slowDown') {
      await shared.attempt(() => coordination.reportCall('reading', 'refused'));
      groups.putBack(group);
      return;
    }
    const isTooLarge = failure.kind === 'responseTooLarge';
    if (reaction === 'split') {
      if (groups.onRefused(group, isTooLarge, clock.now())) return;
    } else groups.onFailed(group);
    await reportUnreadable(group.agents, failure, { asOf, requestId: failure.requestId });
  }

  async function reportUnreadable(
    agents: readonly ToRead[],
    { kind, code, message }: Pick<Failure, 'kind' | 'code' | 'message'>,
    { asOf, requestId }: Reading,
  ): Promise<void> {
    const isNews = ({ agent, isRequested }: ToRead) =>
      reported.judgeUnreadable(agent, kind, asOf, isRequested) === 'report';
    const news = agents.filter(isNews).map(({ agent }) => agent);
    for (const part of chunksOf(news, AGENTS_PER_MESSAGE)) {
      await publish({ type: 'unreadable', agents: part, kind, code, message, requestId, asOf }, part);
    }
  }

  async function publish(message: CoordinationMessage, agents: readonly string[]): Promise<void> {
    const published = await shared.attempt(() => coordination.publish(message));
    if (!published.ok) reported.forget(agents);
  }

  return {
    onMessage: (message) => {
      reported.onMessage(message);
      if (message.type !== 'readRequest' || !leads()) return;
      for (const agent of message.agents) groups.request(agent);
      wake();
    },
    start: () => {
      isStopped = false;
      wake();
    },
    stop: async () => {
      isStopped = true;
      cancelTimer();
      while (running || inFlight.size > 0) await Promise.all([running, ...inFlight]);
    },
  };
}
