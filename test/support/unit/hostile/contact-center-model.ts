import type { StatusServiceDeps } from '../../../../main/status/service.ts';
import type { FailureKind } from '../../../../tencent/failure.ts';
import {
  sameChoice,
  type AgentStatus,
  type StatusChoice,
  type SettableStatus,
} from '../../../../shared/domain.ts';
import {
  createFakeStatusGateway,
  switchConfirmed,
  statusRead,
  requestFailed,
  switchReportedOther,
  type FakeStatusGateway,
} from '../fake-status-gateway.ts';

type ActualStatus = { status: AgentStatus; reason: string };

type Snapshot = { actual: ActualStatus; reserved: SettableStatus | null };

/** The model's response to a switch. `lost`: no confirmation arrives, whether the switch was made or not. */
export type SwitchAnswer =
  | { answer: 'confirmation' }
  | { answer: 'inCall'; reserved: boolean }
  | { answer: 'refused'; kind: FailureKind }
  | { answer: 'lost'; kind: FailureKind; applied: boolean };

/** Its response to a reading: the status when it was requested, or when it is answered, or a failure. */
export type ReadingAnswer = { answer: 'then' | 'now' } | { answer: 'refused'; kind: FailureKind };

/** How a port misbehaves once. `silence`: it never answers. `nonsense`: its answer has another shape. */
export type Misbehavior = 'throw' | 'reject' | 'silence' | 'nonsense';

/**
 * Model of a contact center that knows the agent's actual status, so that the app's state can be compared with it. It
 * answers when the test decides.
 */
export function createContactCenterModel(
  onSwitch: (choice: StatusChoice) => void,
  takeMisbehavior: (port: 'setStatus' | 'readStatus') => Misbehavior | null,
) {
  const gateway = createFakeStatusGateway();
  /** Requests that are never answered. */
  const silentRequests: { port: string; signal: AbortSignal }[] = [];
  const openSilentRequests = (port: string) =>
    silentRequests.filter((one) => one.port === port && !one.signal.aborted);
  let actual: ActualStatus = { status: 'free', reason: '' };
  let reserved: SettableStatus | null = null;
  /** Every status that was actual since the app last changed it. After a supervisor's change there is more than one. */
  let possibleStatuses: ActualStatus[] = [actual];
  const snapshots = new Map<FakeStatusGateway['readings'][number], Snapshot>();
  const answered = new Set<unknown>();
  const pendingRequests = <Pending extends { signal: AbortSignal }>(request: Pending[]) =>
    request.filter((one) => !answered.has(one) && !one.signal.aborted);

  const deps: Pick<StatusServiceDeps, 'setStatus' | 'readStatus'> = {
    setStatus: (choice, signal) => {
      onSwitch(choice);
      const how = takeMisbehavior('setStatus');
      if (how === null) return gateway.setStatus(choice, signal);
      // Whatever the response, the service may have applied the request.
      if (how !== 'throw') changeElsewhere(choice);
      return misbehave(how, 'setStatus', signal);
    },
    readStatus: (signal) => {
      const how = takeMisbehavior('readStatus');
      if (how !== null) return misbehave(how, 'readStatus', signal);
      const answer = gateway.readStatus(signal);
      const request = gateway.readings.at(-1);
      if (request) snapshots.set(request, { actual, reserved });
      return answer;
    },
  };

  function misbehave<Answer>(how: Misbehavior, port: string, signal: AbortSignal): Promise<Answer> {
    switch (how) {
      case 'throw':
        throw new Error('a port that throws');
      case 'reject':
        return Promise.reject(new Error('a port that rejects'));
      case 'silence':
        silentRequests.push({ port, signal });
        return new Promise(() => {});
      case 'nonsense':
        // The cast is deliberate: it simulates a port that violates its type at run time.
        return Promise.resolve({ ok: true } as Answer);
    }
  }

  return {
    ...deps,
    /** How many requests of any kind the app still waits for. */
    callsOpen: () =>
      pendingRequests(gateway.switches).length +
      pendingRequests(gateway.readings).length +
      silentRequests.filter(({ signal }) => !signal.aborted).length,
    /** Whether a switch is in flight, even if it is never answered. */
    isSwitching: () => pendingRequests(gateway.switches).length + openSilentRequests('setStatus').length > 0,
    /** Switches that the app still waits for. */
    switchesOpen: () => pendingRequests(gateway.switches),
    readingsOpen: () => pendingRequests(gateway.readings),
    /** Whether the status was actual at some time since the app last changed it. */
    isPossible: (status: ActualStatus) => possibleStatuses.some((candidate) => sameChoice(candidate, status)),

    /** Answers the switch in flight, if there is one. Returns the status in the response, null if there is none. */
    resolveSwitch(how: SwitchAnswer): ActualStatus | null {
      const [request] = pendingRequests(gateway.switches);
      if (!request) return null;
      answered.add(request);
      const { choice } = request;
      switch (how.answer) {
        case 'confirmation':
          setActual(choice);
          request.answer(switchConfirmed(choice));
          return choice;
        case 'inCall':
          setActual({ status: 'busy', reason: '' });
          reserved = how.reserved ? choice.status : null;
          request.answer(switchReportedOther(choice, 'busy'));
          return actual;
        case 'lost':
          if (how.applied) setActual(choice);
          request.answer(requestFailed(how.kind));
          return null;
        case 'refused':
          request.answer(requestFailed(how.kind));
          return null;
      }
    },

    resolveReading(how: ReadingAnswer): ActualStatus | null {
      const [request] = pendingRequests(gateway.readings);
      if (!request) return null;
      answered.add(request);
      if (how.answer === 'refused') {
        request.answer(requestFailed(how.kind));
        return null;
      }
      const snapshot = how.answer === 'now' ? { actual, reserved } : snapshots.get(request);
      const { status, reason } = snapshot?.actual ?? actual;
      const reserve = {
        reserveRest: snapshot?.reserved === 'rest',
        reserveNotReady: snapshot?.reserved === 'notReady',
      };
      request.answer(statusRead(status, { reason, ...reserve }));
      return { status, reason };
    },

    /** A supervisor changes the agent; the app is not notified. */
    changeElsewhere,

    /** Switches to another agent. Requests for the old one are still confirmed, too late. */
    changeAgent(reset: () => void): void {
      const switches = pendingRequests(gateway.switches);
      const readings = pendingRequests(gateway.readings);
      setActual({ status: 'free', reason: '' });
      reset();
      for (const { choice, answer } of switches) answer(switchConfirmed(choice));
      for (const { answer } of readings) answer(statusRead('notReady'));
    },
  };

  function changeElsewhere(to: StatusChoice): void {
    actual = to;
    reserved = null;
    possibleStatuses.push(to);
  }

  function setActual(next: ActualStatus): void {
    actual = next;
    reserved = null;
    possibleStatuses = [next];
  }
}
