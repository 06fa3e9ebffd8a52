import { expect } from 'vitest';
import { createStatusService, type StatusService } from '../../../../main/status/service.ts';
import { initialAgentState, toggleTarget } from '../../../../main/status/state.ts';
import { agentState, type AgentState } from '../../../../shared/state.ts';
import { sameChoice, type StatusChoice } from '../../../../shared/domain.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import {
  createContactCenterModel,
  type Misbehavior,
  type ReadingAnswer,
  type SwitchAnswer,
} from './contact-center-model.ts';

/** A step of a history: a user acts, the model answers, time passes, the network changes. */
export type Step =
  | { type: 'requestStatus'; choice: StatusChoice }
  | {
      type:
        | 'toggle'
        | 'undo'
        | 'retryNow'
        | 'cancelIntent'
        | 'refresh'
        | 'dismissFailure'
        | 'dismissExternalChange'
        | 'reset';
    }
  | { type: 'resolveSwitch'; how: SwitchAnswer }
  | { type: 'resolveReading'; how: ReadingAnswer }
  | { type: 'supervisor'; choice: StatusChoice }
  | { type: 'pass'; milliseconds: number }
  | { type: 'sleep'; milliseconds: number }
  | { type: 'network'; up: boolean }
  | { type: 'screen'; isLocked: boolean }
  /** The next call of that port misbehaves like this. */
  | { type: 'misbehave'; port: 'setStatus' | 'readStatus'; how: Misbehavior }
  | {
      type: 'misbehave';
      port:
        'now' | 'setTimer' | 'random' | 'isOnline' | 'isScreenLocked' | 'fleetSize' | 'listener' | 'onError';
      how: 'throw';
    }
  /** A timer that is accepted and never fires. */
  | { type: 'misbehave'; port: 'setTimer'; how: 'silence' };

type Port = Extract<Step, { type: 'misbehave' }>['port'];

/** A request that a user waits for is abandoned after this many milliseconds, and the next intent is sent. */
const SHORTENED_TIMEOUT_MS = 12_000;

/** Steps in which the user requests a status. */
const USER_ACTIONS: ReadonlySet<Step['type']> = new Set(['requestStatus', 'toggle', 'undo', 'retryNow']);

const STALE_MS = 60_000;
const lastAwayChoice: StatusChoice = { status: 'rest', reason: '' };

/**
 * Creates the status service with every port simulated, and checks its invariants after every step. The invariants are
 * implemented independently of the service.
 */
export function createInvariantChecker(random: readonly number[]) {
  const virtualTime = createVirtualClock(undefined, random);
  /** The computer's sleep: its clock continues, its timers do not. */
  let sleptMs = 0;
  const clock = { ...virtualTime, now: () => virtualTime.now() + sleptMs };
  const misbehaviors = new Map<Port, Misbehavior>();
  function takeMisbehavior(port: Port): Misbehavior | null {
    const how = misbehaviors.get(port) ?? null;
    misbehaviors.delete(port);
    return how;
  }
  const orThrow = <Value>(port: Port, value: () => Value): Value => {
    if (takeMisbehavior(port) === 'throw') throw new Error(`${port} threw`);
    return value();
  };
  const time = {
    now: () => orThrow('now', clock.now),
    random: () => orThrow('random', clock.random),
    setTimer: (milliseconds: number, callback: () => void) => {
      const how = takeMisbehavior('setTimer');
      if (how === 'throw') throw new Error('no timers');
      return how === 'silence' ? () => {} : clock.setTimer(milliseconds, callback);
    },
  };
  let isOnline = true;
  /** Whether the screen is locked: the user cannot be present. */
  let isLocked = false;
  /** Whether the current step is a user action. */
  let isUserActing = false;
  let state: AgentState = initialAgentState(lastAwayChoice);
  let history: AgentState[] = [state];
  const store = {
    get: () => state,
    update: (change: (before: AgentState) => AgentState) => {
      state = change(state);
      history.push(state);
      orThrow('listener', () => {});
    },
  };

  /** The choice whose result has not been reported. */
  let expectedChoice: StatusChoice | null = null;
  /** When a user last requested it. */
  let requestedAt = 0;
  /** Whether the computer has slept since: the user may have left. */
  let hasSlept = false;
  /** Whether the intent waits for the rate limit: it does not become stale while its countdown is shown. */
  let isRateLimited = false;

  /** Timers that never fire: their work is done at the next user action. */
  let areTimersLost = false;

  /** Violations are recorded when a request is sent, because they cannot be detected later. */
  const violations: string[] = [];
  let isScreenGuessed = false;
  const sent: StatusChoice[] = [];
  const contactCenter = createContactCenterModel((choice) => {
    sent.push(choice);
    const isLate = choice.status === 'free' && clock.now() - requestedAt > STALE_MS;
    if (isLate && (hasSlept || !isRateLimited)) violations.push('a stale intent to be Free was sent');
    if (choice.status === 'free' && isLocked && !isScreenGuessed && !isUserActing)
      violations.push('Free was sent behind a locked screen');
    isScreenGuessed = false;
    if (contactCenter.isSwitching()) violations.push('a second request while one is in flight');
    if (!expectedChoice || !sameChoice(expectedChoice, choice))
      violations.push('the request is not the newest intent');
  }, takeMisbehavior);
  const service: StatusService = createStatusService({
    store,
    time,
    fallbackClock: clock,
    ...contactCenter,
    isOnline: () => orThrow('isOnline', () => isOnline),
    isScreenLocked: () => {
      // An unknown screen state does not block a request.
      isScreenGuessed = misbehaviors.get('isScreenLocked') === 'throw';
      return orThrow('isScreenLocked', () => isLocked);
    },
    fleetSize: () => orThrow('fleetSize', () => null),
    onError: () => orThrow('onError', () => {}),
  });

  function expectChoice(choice: StatusChoice | null | undefined): void {
    if (!choice) return;
    expectedChoice = choice;
    requestedAt = clock.now();
    hasSlept = false;
    isRateLimited = false;
  }

  /** Applies a step; returns the status that the model reported in it. */
  async function apply(step: Step): Promise<{ status: string; reason: string } | null> {
    if (step.type === 'misbehave' && step.how === 'silence') areTimersLost ||= step.port === 'setTimer';
    switch (step.type) {
      case 'requestStatus':
        expectChoice(step.choice);
        service.requestStatus(step.choice, 'window');
        return null;
      case 'toggle':
        expectChoice(toggleTarget(state));
        service.toggleStatus('shortcut');
        return null;
      case 'undo':
        if (state.undo && clock.now() < state.undo.until) expectChoice(state.undo.choice);
        service.undo();
        return null;
      case 'retryNow':
        expectChoice(state.intent ? expectedChoice : state.failure?.choice);
        service.retryNow('tray');
        return null;
      case 'cancelIntent':
        if (state.intent?.phase.type === 'waiting' || state.intent?.phase.type === 'offline')
          expectedChoice = null;
        service.cancelIntent();
        return null;
      case 'refresh':
        void service.refresh();
        return null;
      case 'dismissFailure':
      case 'dismissExternalChange':
        service[step.type]();
        return null;
      case 'reset':
        expectedChoice = null;
        contactCenter.changeAgent(() => {
          service.reset(lastAwayChoice);
          void service.refresh();
        });
        return null;
      case 'resolveSwitch':
        if (contactCenter.switchesOpen().length === 0) return null;
        isRateLimited = step.how.answer === 'refused' && step.how.kind === 'rateLimited';
        return contactCenter.resolveSwitch(step.how);
      case 'resolveReading':
        return contactCenter.resolveReading(step.how);
      case 'supervisor':
        contactCenter.changeElsewhere(step.choice);
        return null;
      case 'pass':
        await virtualTime.advance(step.milliseconds);
        return null;
      case 'sleep':
        sleptMs += step.milliseconds;
        hasSlept = true;
        return null;
      case 'network':
        isOnline = step.up;
        return null;
      case 'screen':
        isLocked = step.isLocked;
        return null;
      case 'misbehave':
        misbehaviors.set(step.port, step.how);
        return null;
    }
  }

  /** Whether the result of a choice is reported: done, reserved for after the call, or failed. */
  function isReported(choice: StatusChoice): boolean {
    const { confirmed, receipt, failure } = state;
    return (
      (receipt !== null && sameChoice(receipt.to, choice)) ||
      confirmed?.afterCall === choice.status ||
      // Accepted during a call, with nothing reserved: Free follows by itself.
      (choice.status === 'free' && confirmed?.status === 'busy' && confirmed.afterCall === null) ||
      (failure?.choice != null && sameChoice(failure.choice, choice))
    );
  }

  function check(reported: { status: string; reason: string } | null): void {
    expect(violations).toEqual([]);
    for (const [index, after] of history.entries()) {
      const before = history[index - 1];
      if (!before) continue;
      const { confirmed, receipt } = after;
      // No false "switched": a confirmed status or a receipt equals what the model has just reported of this agent.
      if (receipt && receipt !== before.receipt) expect(receipt.to, 'an unfounded receipt').toEqual(reported);
      if (confirmed && (!before.confirmed || !sameChoice(confirmed, before.confirmed))) {
        expect({ status: confirmed.status, reason: confirmed.reason }, 'an unfounded status').toEqual(
          reported,
        );
      }
      const isKnown = confirmed?.isValid === true;
      expect(after.unknownCause === null, 'exactly an unknown status has a cause').toBe(isKnown);
      expect(agentState.safeParse(after).error, 'a state outside the contract').toBeUndefined();
    }
    history = [state];

    const { intent, confirmed } = state;
    const inFlight = contactCenter.isSwitching();
    if (inFlight) expect(intent, 'a request in flight is shown').not.toBeNull();
    else if (confirmed?.isValid)
      expect(contactCenter.isPossible(confirmed), 'the confirmed status is possible').toBe(true);

    if (intent) expect(intent.choice, 'the newest intent is shown').toEqual(expectedChoice);
    else if (expectedChoice) {
      expect(isReported(expectedChoice), 'the result of an intent is reported').toBe(true);
      expectedChoice = null;
    }

    const isWaiting = intent?.phase.type === 'waiting' || intent?.phase.type === 'offline';
    const maxTimers = 2 + (isWaiting ? 1 : 0) + contactCenter.callsOpen();
    expect(virtualTime.pending(), 'timers: undo, reading, retry, the limit of each call').toBeLessThanOrEqual(
      maxTimers,
    );
    if (isWaiting && !areTimersLost)
      expect(virtualTime.pending(), 'a delay ends by itself').toBeGreaterThanOrEqual(1);
  }

  async function run(step: Step): Promise<void> {
    isUserActing = USER_ACTIONS.has(step.type);
    const applied = apply(step);
    isUserActing = false;
    const reported = await applied;
    await virtualTime.advance(0);
    check(reported);
  }

  return {
    run,
    state: () => state,
    contactCenter,
    /** Whatever has happened, the next choice is sent within its time limit. */
    async expectNextSent(choice: StatusChoice): Promise<void> {
      misbehaviors.clear();
      await run({ type: 'screen', isLocked: false });
      const before = sent.length;
      // The choice differs from the intent in flight.
      await run({ type: 'requestStatus', choice: { ...choice, reason: 'the next' } });
      await run({ type: 'pass', milliseconds: SHORTENED_TIMEOUT_MS });
      if (areTimersLost && sent.length === before)
        await run({ type: 'requestStatus', choice: { ...choice, reason: 'the next' } });
      expect(sent.slice(before).at(-1), 'the next intent is sent').toEqual({ ...choice, reason: 'the next' });
    },
    /** From now on all ports work: takes steps until nothing is left to do. */
    async runToIdle(): Promise<void> {
      misbehaviors.clear();
      await run({ type: 'network', up: true });
      const confirmation: Step = { type: 'resolveSwitch', how: { answer: 'confirmation' } };
      const currentReading: Step = { type: 'resolveReading', how: { answer: 'now' } };
      // The longest delay is five minutes; the undo offer takes half a minute.
      for (let round = 0; round < 3; round += 1) {
        for (const step of [confirmation, currentReading, confirmation, currentReading]) await run(step);
        await run({ type: 'pass', milliseconds: 300_000 });
      }
      for (const step of [currentReading, currentReading]) await run(step);
      expect(state.intent, 'an intent ends').toBeNull();
      expect(virtualTime.pending(), 'no timer is left').toBe(0);
    },
  };
}
