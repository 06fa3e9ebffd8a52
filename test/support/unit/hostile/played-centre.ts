import type { StatusPorts } from '../../../../main/status/service.ts';
import { sameChoice } from '../../../../main/status/state.ts';
import type { FailureKind } from '../../../../main/tencent/failure.ts';
import type { AgentStatus, Choice, SettableStatus } from '../../../../preload/contract/vocabulary.ts';
import { fakeCloud, proves, reads, refuses, showsOther, type FakeCloud } from '../fake-cloud.ts';

type Situation = { status: AgentStatus; reason: string };

type Snapshot = { situation: Situation; reserved: SettableStatus | null };

/** How the centre answers a switch. `lost`: the app hears of no proof, whether the switch was made or not. */
export type SwitchAnswer =
  | { answer: 'proof' }
  | { answer: 'inCall'; reserved: boolean }
  | { answer: 'refused'; kind: FailureKind }
  | { answer: 'lost'; kind: FailureKind; applied: boolean };

/** How it answers a reading: with what was true when it was asked, or when it answers; or not at all. */
export type ReadingAnswer = { answer: 'then' | 'now' } | { answer: 'refused'; kind: FailureKind };

/** How a port misbehaves once. `silence`: it never answers. `nonsense`: it answers something of another shape. */
export type Misbehaviour = 'throw' | 'reject' | 'silence' | 'nonsense';

/**
 * A contact centre that knows what is true of its agent, so that what the app says can be held against it. It answers
 * when it is told to.
 */
export function playedCentre(
  onSwitch: (choice: Choice) => void,
  misbehaviourOf: (port: 'setStatus' | 'readStatus') => Misbehaviour | null,
) {
  const cloud = fakeCloud();
  /** Requests that will never be answered. */
  const silent: { port: string; signal: AbortSignal }[] = [];
  const silentOpen = (port: string) => silent.filter((one) => one.port === port && !one.signal.aborted);
  let situation: Situation = { status: 'free', reason: '' };
  let reserved: SettableStatus | null = null;
  /** What may truly be said: all that has been so since the app last changed it. More than one after a supervisor's change. */
  let possible: Situation[] = [situation];
  const snapshots = new Map<FakeCloud['readings'][number], Snapshot>();
  const answered = new Set<unknown>();
  const open = <Asked extends { signal: AbortSignal }>(asked: Asked[]) =>
    asked.filter((one) => !answered.has(one) && !one.signal.aborted);

  const ports: Pick<StatusPorts, 'setStatus' | 'readStatus'> = {
    setStatus: (choice, signal) => {
      onSwitch(choice);
      const how = misbehaviourOf('setStatus');
      if (how === null) return cloud.setStatus(choice, signal);
      // Whatever the app hears, the service may have acted.
      if (how !== 'throw') changeElsewhere(choice);
      return misbehave(how, 'setStatus', signal);
    },
    readStatus: (signal) => {
      const how = misbehaviourOf('readStatus');
      if (how !== null) return misbehave(how, 'readStatus', signal);
      const answer = cloud.readStatus(signal);
      const asked = cloud.readings.at(-1);
      if (asked) snapshots.set(asked, { situation, reserved });
      return answer;
    },
  };

  function misbehave<Answer>(how: Misbehaviour, port: string, signal: AbortSignal): Promise<Answer> {
    switch (how) {
      case 'throw':
        throw new Error('a port that throws');
      case 'reject':
        return Promise.reject(new Error('a port that rejects'));
      case 'silence':
        silent.push({ port, signal });
        return new Promise(() => {});
      case 'nonsense':
        // Sound: what a port answers is not checked by the compiler at run time, and that is what is played here.
        return Promise.resolve({ ok: true } as Answer);
    }
  }

  return {
    ...ports,
    /** How many requests of any kind the app still waits for. */
    callsOpen: () =>
      open(cloud.switches).length +
      open(cloud.readings).length +
      silent.filter(({ signal }) => !signal.aborted).length,
    /** Whether a request for a switch is on its way, answered one day or never. */
    isSwitching: () => open(cloud.switches).length + silentOpen('setStatus').length > 0,
    /** Requests for a switch that the app still waits for. */
    switchesOpen: () => open(cloud.switches),
    readingsOpen: () => open(cloud.readings),
    /** Whether an observer of the centre could agree. */
    couldBe: (said: Situation) => possible.some((true_) => sameChoice(true_, said)),

    /** Answers the switch in flight, if there is one; gives back what was said of the agent, null when nothing was. */
    answerSwitch(how: SwitchAnswer): Situation | null {
      const [asked] = open(cloud.switches);
      if (!asked) return null;
      answered.add(asked);
      const { choice } = asked;
      switch (how.answer) {
        case 'proof':
          become(choice);
          asked.answer(proves(choice));
          return choice;
        case 'inCall':
          become({ status: 'busy', reason: '' });
          reserved = how.reserved ? choice.status : null;
          asked.answer(showsOther(choice, 'busy'));
          return situation;
        case 'lost':
          if (how.applied) become(choice);
          asked.answer(refuses(how.kind));
          return null;
        case 'refused':
          asked.answer(refuses(how.kind));
          return null;
      }
    },

    answerReading(how: ReadingAnswer): Situation | null {
      const [asked] = open(cloud.readings);
      if (!asked) return null;
      answered.add(asked);
      if (how.answer === 'refused') {
        asked.answer(refuses(how.kind));
        return null;
      }
      const seen = how.answer === 'now' ? { situation, reserved } : snapshots.get(asked);
      const { status, reason } = seen?.situation ?? situation;
      const reserve = {
        reserveRest: seen?.reserved === 'rest',
        reserveNotReady: seen?.reserved === 'notReady',
      };
      asked.answer(reads(status, { reason, ...reserve }));
      return { status, reason };
    },

    /** A supervisor changes the agent, and the app is not told. */
    changeElsewhere,

    /** Another agent from now on. What was under way for the old one is proved all the same, too late for anybody. */
    changeAgent(reset: () => void): void {
      const switches = open(cloud.switches);
      const readings = open(cloud.readings);
      become({ status: 'free', reason: '' });
      reset();
      for (const { choice, answer } of switches) answer(proves(choice));
      for (const { answer } of readings) answer(reads('notReady'));
    },
  };

  function changeElsewhere(to: Choice): void {
    situation = to;
    reserved = null;
    possible.push(to);
  }

  function become(next: Situation): void {
    situation = next;
    reserved = null;
    possible = [next];
  }
}
