/**
 * Model of the Contact Center behind `fetch`. It knows the agent's actual status, verifies signatures and times, and
 * handles each request by its plan: applies it, responds, fails or hangs.
 */
import * as z from 'zod/mini';
import { parseBody, type IncomingRequest } from '../../../../simulator/incoming-request.ts';
import { verifyTc3 } from '../../../../simulator/signature/tc3-verification.ts';
import type { Credentials, FetchPort } from '../../../../tencent/client.ts';
import {
  sameChoice,
  settableStatus,
  type AgentStatus,
  type StatusChoice,
  type SettableStatus,
} from '../../../../shared/domain.ts';
import type { Clock } from '../../../../shared/clock.ts';
import { createBrokenResponse, type BrokenResponse } from './broken-responses.ts';

/** The agent's actual status. */
export type ActualStatus = { status: AgentStatus; reason: string; afterCall: SettableStatus | null };

/** How the service handles one request. `applies`: whether it applies the request although no confirmation is sent. */
export type ResponsePlan =
  | {
      how: 'answers';
      /** In milliseconds; the client times out after ten seconds. */
      after: number;
      acts: 'atOnce' | 'atTheEnd';
      shape: 'usual' | 'noRequestId' | 'noDate' | 'mistyped' | 'bare' | 'inCall';
    }
  | { how: 'refuses'; after: number; code: string }
  | { how: 'breaks'; after: number; applies: boolean; broken: BrokenResponse }
  | { how: 'notSent'; after: number; error: string }
  | { how: 'throws' };

/** Responds at once, with the actual status. */
export const NORMAL_RESPONSE: ResponsePlan = { how: 'answers', after: 20, acts: 'atOnce', shape: 'usual' };

const switchBody = z.object({
  StaffStatusList: z.tuple([z.object({ Status: settableStatus, Reason: z.optional(z.string()) })]),
});

type ModelRequest = { choice: StatusChoice | null; isOpen: () => boolean };

export type ServiceModelDeps = {
  time: Clock;
  agent: string;
  /** The keys that are valid. */
  keys: () => readonly Credentials[];
  /** Text that faulty responses echo from the request and the keys. */
  echo: string;
  nextPlan: () => ResponsePlan;
  /** Called when a switch with a valid signature has been sent. */
  onSwitch: (choice: StatusChoice) => void;
};

export function createServiceModel({ time, agent, keys, echo, nextPlan, onSwitch }: ServiceModelDeps) {
  let actual: ActualStatus = { status: 'free', reason: '', afterCall: null };
  /** Every status that was actual since the app last changed it while it waited for the response. */
  let possibleStatuses: ActualStatus[] = [actual];
  let requests = 0;
  let lossCount = 0;
  /** Complete responses that were sent while the app waited for them, and when. */
  const reports: { at: number; reported: ActualStatus }[] = [];

  function applySwitch({ choice, isOpen }: ModelRequest, shape: string): void {
    if (!choice) return;
    actual =
      shape === 'inCall'
        ? { status: 'busy', reason: '', afterCall: choice.status === 'free' ? null : choice.status }
        : { ...choice, afterCall: null };
    possibleStatuses = isOpen() ? [actual] : [...possibleStatuses, actual];
  }

  function envelope(content: object, shape: string): Response {
    requests += 1;
    const id = shape === 'noRequestId' ? {} : { RequestId: `request-${requests}` };
    const date: HeadersInit = shape === 'noDate' ? {} : { Date: new Date(time.now()).toUTCString() };
    return Response.json({ Response: { ...content, ...id } }, { headers: date });
  }

  function answer(modelRequest: ModelRequest, reported: ActualStatus, shape: string): Response {
    if (modelRequest.isOpen()) reports.push({ at: time.now(), reported });
    return envelope(
      modelRequest.choice ? switchAnswer(modelRequest.choice, reported, shape) : reading(reported, shape),
      shape,
    );
  }

  function switchAnswer({ status, reason }: StatusChoice, reported: ActualStatus, shape: string): object {
    const line =
      shape === 'inCall'
        ? { Status: reported.status, Reason: reported.reason }
        : shape === 'bare'
          ? {}
          : { Status: status, Reason: reason, PreviousStatus: shape === 'mistyped' ? 7 : 'offline' };
    return { StaffStatusList: [{ StaffUserId: ` ${agent.toUpperCase()}`, ...line }, 7] };
  }

  function reading({ status, reason, afterCall }: ActualStatus, shape: string): object {
    const reserve = { ReserveRest: afterCall === 'rest', ReserveNotReady: afterCall === 'notReady' };
    const times = shape === 'mistyped' ? { LastStatusTimestamp: 'never', TraceId: [[echo]] } : {};
    return { Metrics: [null, { Email: agent, Status: status, Reason: reason, ...reserve, ...times }] };
  }

  function fetch(url: string, init: Parameters<FetchPort>[1]): Promise<Response> {
    const how = nextPlan();
    if (how.how === 'throws') throw new Error(`fetch itself throws: ${echo}`);
    return handle(url, init, how);
  }

  async function handle(
    url: string,
    init: Parameters<FetchPort>[1],
    how: Exclude<ResponsePlan, { how: 'throws' }>,
  ): Promise<Response> {
    const { host } = new URL(url);
    const headers = Object.entries({ ...init.headers, Host: host });
    const request: IncomingRequest = {
      method: init.method,
      path: '/',
      query: '',
      headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.from(init.body),
    };
    const signed = verifyTc3(request, keys(), time.now());
    const parsed = switchBody.safeParse(parseBody(request.body));
    const [requested] = parsed.success ? parsed.data.StaffStatusList : [];
    const choice = requested ? { status: requested.Status, reason: requested.Reason ?? '' } : null;
    const modelRequest: ModelRequest = { choice, isOpen: () => !init.signal.aborted };
    if (choice) onSwitch(choice);

    if (how.how === 'notSent') {
      await wait(how.after);
      throw new Error(`net::ERR_${how.error} ${echo}`);
    }
    if (!signed.ok) {
      await wait(20);
      return envelope({ Error: { Code: signed.error.code, Message: `${signed.error.message} ${echo}` } }, '');
    }
    switch (how.how) {
      case 'refuses':
        await wait(how.after);
        return envelope({ Error: { Code: how.code, Message: `Refused: ${echo}` } }, '');
      case 'breaks':
        if (how.applies) applySwitch(modelRequest, '');
        await wait(how.after);
        return createBrokenResponse(how.broken, echo);
      case 'answers': {
        if (how.acts === 'atOnce') applySwitch(modelRequest, how.shape);
        const then = actual;
        await wait(how.after);
        if (how.acts === 'atTheEnd') applySwitch(modelRequest, how.shape);
        return answer(modelRequest, how.acts === 'atOnce' ? then : actual, how.shape);
      }
    }
  }

  /** Never resolves for a request that was lost meanwhile. */
  function wait(milliseconds: number): Promise<void> {
    const lossCountBefore = lossCount;
    return new Promise((resolve) =>
      time.setTimer(milliseconds, () => {
        if (lossCountBefore === lossCount) resolve();
      }),
    );
  }

  return {
    fetch,
    actual: () => actual,
    /** Neither applies nor answers the requests in flight. */
    loseInFlight: () => {
      lossCount += 1;
    },
    /** Whether it has just reported this status, in a response that the app waited for. */
    hasJustReported: (status: ActualStatus) =>
      reports.some(({ at, reported }) => at === time.now() && sameChoice(reported, status)),
    /** Whether the status was actual at some time since the app last changed it. */
    isPossible: (status: ActualStatus) => possibleStatuses.some((one) => sameChoice(one, status)),
    /** A supervisor changes the agent; the app is not notified. */
    changeElsewhere(choice: StatusChoice): void {
      actual = { ...choice, afterCall: null };
      possibleStatuses = [...possibleStatuses, actual];
    },
  };
}
