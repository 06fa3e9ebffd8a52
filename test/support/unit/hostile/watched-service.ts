import { expect } from 'vitest';
import { createStatusService, type StatusService } from '../../../../main/status/service.ts';
import { initialAgentState, sameChoice, toggleTarget } from '../../../../main/status/state.ts';
import { agentState, type AgentState } from '../../../../preload/contract/state.ts';
import type { Choice } from '../../../../preload/contract/vocabulary.ts';
import { virtualTime } from '../virtual-time.ts';
import { playedCentre, type Misbehaviour, type ReadingAnswer, type SwitchAnswer } from './played-centre.ts';

/** Something that happens: somebody acts, the centre answers, time passes, the network goes. */
export type Step =
  | { do: 'choose'; choice: Choice }
  | {
      do: 'toggle' | 'undo' | 'tryAgain' | 'giveUp' | 'refresh' | 'dismissFailure' | 'dismissDrift' | 'reset';
    }
  | { do: 'answerSwitch'; how: SwitchAnswer }
  | { do: 'answerReading'; how: ReadingAnswer }
  | { do: 'supervisor'; choice: Choice }
  | { do: 'pass'; milliseconds: number }
  | { do: 'sleep'; milliseconds: number }
  | { do: 'network'; up: boolean }
  /** The next call of that port does this. */
  | { do: 'misbehave'; port: 'setStatus' | 'readStatus'; how: Misbehaviour }
  | {
      do: 'misbehave';
      port: 'now' | 'after' | 'random' | 'online' | 'fleetSize' | 'listener' | 'onFault';
      how: 'throw';
    }
  /** A timer that is accepted and never fires. */
  | { do: 'misbehave'; port: 'after'; how: 'silence' };

type Port = Extract<Step, { do: 'misbehave' }>['port'];

/** A request of which somebody waits for the end is given up after this long, and the next wish is sent. */
const GIVES_WAY_MS = 12_000;

const STALE_MS = 60_000;
const lastAway: Choice = { status: 'rest', reason: '' };

/**
 * The status service with everybody around it played, and its promises checked after every step. The promises are kept
 * here in words of their own, so that the service is not measured by itself.
 */
export function watchedService(random: readonly number[]) {
  const ticking = virtualTime(undefined, random);
  /** A computer that sleeps: its clock goes on, its timers do not. */
  let slept = 0;
  const clock = { ...ticking, now: () => ticking.now() + slept };
  const misbehaviours = new Map<Port, Misbehaviour>();
  function misbehaviourOf(port: Port): Misbehaviour | null {
    const how = misbehaviours.get(port) ?? null;
    misbehaviours.delete(port);
    return how;
  }
  const orThrow = <Value>(port: Port, value: () => Value): Value => {
    if (misbehaviourOf(port) === 'throw') throw new Error(`${port} threw`);
    return value();
  };
  const time = {
    now: () => orThrow('now', clock.now),
    random: () => orThrow('random', clock.random),
    after: (milliseconds: number, callback: () => void) => {
      const how = misbehaviourOf('after');
      if (how === 'throw') throw new Error('no timers');
      return how === 'silence' ? () => {} : clock.after(milliseconds, callback);
    },
  };
  let online = true;
  let state: AgentState = initialAgentState(lastAway);
  let history: AgentState[] = [state];
  const store = {
    get: () => state,
    update: (change: (before: AgentState) => AgentState) => {
      state = change(state);
      history.push(state);
      orThrow('listener', () => {});
    },
  };

  /** What the agent was promised and has not been told the end of. */
  let owed: Choice | null = null;
  /** When a person last said so. */
  let saidAt = 0;
  /** Whether the computer has slept since: whoever said it may have left. */
  let sleptSince = false;
  /** Whether the wish waits its turn in a crowd: it may grow old, as long as its countdown is on show all the time. */
  let inCrowd = false;

  /** Timers that never fire: what they were for is done when somebody presses the next time. */
  let timersWereLost = false;

  /** What is wrong with a request is noted when it leaves: afterwards it can no longer be seen. */
  const complaints: string[] = [];
  const sent: Choice[] = [];
  const centre = playedCentre((choice) => {
    sent.push(choice);
    const late = choice.status === 'free' && clock.now() - saidAt > STALE_MS;
    if (late && (sleptSince || !inCrowd)) complaints.push('a stale wish to be free was sent');
    if (centre.isSwitching()) complaints.push('a second request while one is in flight');
    if (!owed || !sameChoice(owed, choice)) complaints.push('what was sent is not the newest wish');
  }, misbehaviourOf);
  const service: StatusService = createStatusService({
    store,
    time,
    spareTime: clock,
    ...centre,
    online: () => orThrow('online', () => online),
    fleetSize: () => orThrow('fleetSize', () => null),
    onFault: () => orThrow('onFault', () => {}),
  });

  function owe(choice: Choice | null | undefined): void {
    if (!choice) return;
    owed = choice;
    saidAt = clock.now();
    sleptSince = false;
    inCrowd = false;
  }

  /** Takes a step; gives back what the centre said in it of the agent. */
  async function take(step: Step): Promise<{ status: string; reason: string } | null> {
    if (step.do === 'misbehave' && step.how === 'silence') timersWereLost ||= step.port === 'after';
    switch (step.do) {
      case 'choose':
        owe(step.choice);
        service.choose(step.choice, 'window');
        return null;
      case 'toggle':
        owe(toggleTarget(state));
        service.toggle('shortcut');
        return null;
      case 'undo':
        if (state.undo && clock.now() < state.undo.until) owe(state.undo.choice);
        service.undo();
        return null;
      case 'tryAgain':
        owe(state.wish ? owed : state.failure?.choice);
        service.tryAgain('tray');
        return null;
      case 'giveUp':
        if (state.wish?.phase.name === 'waiting' || state.wish?.phase.name === 'offline') owed = null;
        service.giveUp();
        return null;
      case 'refresh':
        void service.refresh();
        return null;
      case 'dismissFailure':
      case 'dismissDrift':
        service[step.do]();
        return null;
      case 'reset':
        owed = null;
        centre.changeAgent(() => {
          service.reset(lastAway);
          void service.refresh();
        });
        return null;
      case 'answerSwitch':
        if (centre.switchesOpen().length === 0) return null;
        inCrowd = step.how.answer === 'refused' && step.how.kind === 'rateLimited';
        return centre.answerSwitch(step.how);
      case 'answerReading':
        return centre.answerReading(step.how);
      case 'supervisor':
        centre.changeElsewhere(step.choice);
        return null;
      case 'pass':
        await ticking.advance(step.milliseconds);
        return null;
      case 'sleep':
        slept += step.milliseconds;
        sleptSince = true;
        return null;
      case 'network':
        online = step.up;
        return null;
      case 'misbehave':
        misbehaviours.set(step.port, step.how);
        return null;
    }
  }

  /** Whether the end of what was owed has been said: done, reserved for after the call, or failed and why. */
  function isTold(choice: Choice): boolean {
    const { proved, receipt, failure } = state;
    return (
      (receipt !== null && sameChoice(receipt.to, choice)) ||
      proved?.afterCall === choice.status ||
      // Accepted during a call, with nothing reserved: Free follows by itself.
      (choice.status === 'free' && proved?.status === 'busy' && proved.afterCall === null) ||
      (failure?.choice != null && sameChoice(failure.choice, choice))
    );
  }

  function check(said: { status: string; reason: string } | null): void {
    expect(complaints).toEqual([]);
    for (const [index, after] of history.entries()) {
      const before = history[index - 1];
      if (!before) continue;
      const { proved, receipt } = after;
      // Never a false "switched": what is called proved or receipted is what the centre has just said, of this agent.
      if (receipt && receipt !== before.receipt) expect(receipt.to, 'an unfounded receipt').toEqual(said);
      if (proved && (!before.proved || !sameChoice(proved, before.proved))) {
        expect({ status: proved.status, reason: proved.reason }, 'an unfounded status').toEqual(said);
      }
      expect(agentState.safeParse(after).error, 'a state outside the contract').toBeUndefined();
    }
    history = [state];

    const { wish, proved } = state;
    const inFlight = centre.isSwitching();
    if (inFlight) expect(wish, 'a request in flight is on show').not.toBeNull();
    else if (proved?.holds) expect(centre.couldBe(proved), 'what is shown is true').toBe(true);

    if (wish) expect(wish.choice, 'the newest wish is on show').toEqual(owed);
    else if (owed) {
      expect(isTold(owed), 'the end of a wish is told').toBe(true);
      owed = null;
    }

    const waits = wish?.phase.name === 'waiting' || wish?.phase.name === 'offline';
    const purposes = 2 + (waits ? 1 : 0) + centre.callsOpen();
    expect(
      ticking.pending(),
      'timers: undo, read back, the wait, the limit of each call',
    ).toBeLessThanOrEqual(purposes);
    if (waits && !timersWereLost)
      expect(ticking.pending(), 'a wait ends by itself').toBeGreaterThanOrEqual(1);
  }

  async function run(step: Step): Promise<void> {
    const said = await take(step);
    await ticking.advance(0);
    check(said);
  }

  return {
    run,
    state: () => state,
    centre,
    /** Whatever has happened: what is chosen now is sent within its time limit. */
    async sendsTheNext(choice: Choice): Promise<void> {
      misbehaviours.clear();
      const before = sent.length;
      // Chosen twice, the wish in flight is no other.
      await run({ do: 'choose', choice: { ...choice, reason: 'the next' } });
      await run({ do: 'pass', milliseconds: GIVES_WAY_MS });
      if (timersWereLost && sent.length === before)
        await run({ do: 'choose', choice: { ...choice, reason: 'the next' } });
      expect(sent.slice(before).at(-1), 'the next wish is sent').toEqual({ ...choice, reason: 'the next' });
    },
    /** From now on all goes well: takes steps until there is nothing more to do. */
    async comeToRest(): Promise<void> {
      misbehaviours.clear();
      await run({ do: 'network', up: true });
      const proof: Step = { do: 'answerSwitch', how: { answer: 'proof' } };
      const truth: Step = { do: 'answerReading', how: { answer: 'now' } };
      // The longest wait is five minutes; the undo takes half of one.
      for (let round = 0; round < 3; round += 1) {
        for (const step of [proof, truth, proof, truth]) await run(step);
        await run({ do: 'pass', milliseconds: 300_000 });
      }
      for (const step of [truth, truth]) await run(step);
      expect(state.wish, 'a wish comes to an end').toBeNull();
      expect(ticking.pending(), 'no timer outlives its purpose').toBe(0);
    },
  };
}
