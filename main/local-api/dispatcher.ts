/**
 * Handles the requests of one authenticated connection. What a client sends is checked in this order: id and name, access, number of open
 * requests, members.
 */
import type * as z from 'zod/mini';
import { errorMessage } from '../../shared/errors.ts';
import {
  cancelRequest,
  localError,
  requestEnvelope,
  type ApiAccess,
  type LocalErrorKind,
  type Outcome,
  type Reply,
} from '../../shared/local-api/protocol.ts';
import { apiRequests, isApiRequest, type ApiRequest } from '../../shared/local-api/requests.ts';
import type { ApiHandlers } from './handlers.ts';
import { MAX_OPEN_REQUESTS } from './limits.ts';

export type DispatcherDeps = {
  access: () => ApiAccess;
  handlers: ApiHandlers;
  send: (message: Reply) => void;
  /** Called after the result of each request. */
  onDone: () => void;
  /** A handler threw. */
  onError: (error: unknown) => void;
};

export function createDispatcher(deps: DispatcherDeps) {
  const { handlers, send } = deps;
  /** The requests without a result, by their ids. */
  const open = new Map<number, AbortController>();
  /** Those of them that send events. */
  const streams = new Set<AbortController>();

  function handle(value: unknown): void {
    const envelope = requestEnvelope.safeParse(value);
    if (!envelope.success) {
      send({ id: null, ...localError('usage', 'badRequest', 'a request has an id and a name') });
      return;
    }
    const { id, request: name, ...members } = envelope.data;
    const refuse = (kind: LocalErrorKind, message: string, category: 'usage' | 'notSetUp' = 'usage') =>
      send({ id, ...localError(category, kind, message) });
    if (open.has(id)) refuse('badRequest', `request ${id} is still open`);
    else if (name === 'cancel') onCancel(id, members);
    else if (!isApiRequest(name)) refuse('unknownRequest', 'there is no such request');
    else if (apiRequests[name].access === 'full' && deps.access() !== 'full')
      refuse('notAllowed', 'the settings allow reading only', 'notSetUp');
    else if (open.size >= MAX_OPEN_REQUESTS) refuse('tooManyRequests', 'too many requests are open');
    else {
      const input = apiRequests[name].input.safeParse(members);
      if (input.success) void run(id, name, input.data);
      else refuse('badRequest', `${name}: ${describeIssues(input.error)}`);
    }
  }

  function onCancel(id: number, members: Record<string, unknown>): void {
    const parsed = cancelRequest.safeParse(members);
    const controller = parsed.success ? open.get(parsed.data.target) : undefined;
    controller?.abort();
    if (parsed.success) send({ id, ok: true, result: { cancelled: controller !== undefined } });
    else send({ id, ...localError('usage', 'badRequest', 'cancel has a target') });
  }

  async function run(id: number, name: ApiRequest, input: object): Promise<void> {
    const controller = new AbortController();
    open.set(id, controller);
    if ('event' in apiRequests[name]) streams.add(controller);
    // Sound: the schema of this request has just parsed the input. TypeScript cannot relate the two maps by one name.
    const handler = handlers[name] as (
      input: object,
      context: { signal: AbortSignal; emit: (event: unknown) => void },
    ) => Outcome<unknown> | Promise<Outcome<unknown>>;
    let outcome: Outcome<unknown>;
    try {
      outcome = await handler(input, {
        signal: controller.signal,
        emit: (event) => {
          if (open.get(id) === controller) send({ id, event });
        },
      });
    } catch (error) {
      deps.onError(error);
      outcome = localError('unknown', 'appError', errorMessage(error));
    }
    streams.delete(controller);
    if (open.get(id) !== controller) return;
    open.delete(id);
    send({ id, ...outcome });
    deps.onDone();
  }

  return {
    /** Handles the parsed JSON of one line. */
    handle,
    openCount: () => open.size,
    /**
     * The client sends no more. It may have disconnected: the system tells no difference before something is sent. So what would go
     * on until a client cancels it ends here.
     */
    abortStreams: () => {
      for (const controller of streams) controller.abort();
    },
    /** The connection has ended: no request has a result any more. */
    abortAll: () => {
      for (const controller of open.values()) controller.abort();
      open.clear();
    },
  };
}

/** The names of the wrong members. Values are not repeated. */
function describeIssues(error: z.core.$ZodError): string {
  const first = error.issues[0];
  if (first === undefined) return 'wrong members';
  if (first.code === 'unrecognized_keys') return `unknown member ${first.keys.join(', ').slice(0, 200)}`;
  return `wrong value of ${first.path.join('.')}`;
}
