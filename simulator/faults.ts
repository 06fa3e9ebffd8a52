/** Fault injection: what the service, the network or a proxy can do to a request. */
import * as z from 'zod/mini';

const text = z.string();
const action = z.optional(text);

/**
 * The fault types. `applied`: whether the status change is made anyway, for faults that occur before or after it.
 * `action` limits a fault to one action.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The whole call is refused with this code. */
  z.object({
    kind: z.literal('error'),
    code: text,
    message: z._default(text, 'Ordered by the test.'),
    action,
  }),
  /** One agent (or all) is refused inside a success. */
  z.object({
    kind: z.literal('agentError'),
    code: text,
    message: z._default(text, 'Ordered by the test.'),
    agent: z.optional(text),
    action,
  }),
  /** A correct response, delayed. */
  z.object({ kind: z.literal('delay'), milliseconds: z.number().check(z.gte(0), z.lte(600_000)), action }),
  /** The connection is closed without a response. */
  z.object({ kind: z.literal('drop'), applied: z._default(z.boolean(), false), action }),
  /** The response stalls: no headers, or headers and half a body. */
  z.object({
    kind: z.literal('stall'),
    where: z.enum(['headers', 'body']),
    applied: z._default(z.boolean(), true),
    action,
  }),
  /** Half of the response, and a regular end of the connection. */
  z.object({ kind: z.literal('truncate'), applied: z._default(z.boolean(), true), action }),
  /** Bytes that are not JSON. */
  z.object({ kind: z.literal('garbage'), applied: z._default(z.boolean(), true), action }),
  /** A sign-in page with HTTP 200, as from a captive portal. */
  z.object({ kind: z.literal('html'), applied: z._default(z.boolean(), false), action }),
  z.object({
    kind: z.literal('http'),
    status: z.number().check(z.int(), z.gte(300), z.lte(599)),
    applied: z._default(z.boolean(), false),
    action,
  }),
  /** A success that omits the requested agents. */
  z.object({ kind: z.literal('agentMissing'), action }),
]);

export type Fault = z.infer<typeof faultSchema>;
/** A fault as requested, without its defaults. */
export type FaultSpec = z.input<typeof faultSchema>;

export type Faults = ReturnType<typeof createFaults>;

/** Creates a queue of faults. They are used in order, one for each request. */
export function createFaults() {
  let queue: { fault: Fault; remaining: number }[] = [];

  function enqueue(fault: FaultSpec, remaining: number): void {
    queue.push({ fault: faultSchema.parse(fault), remaining });
  }

  return {
    /** Injects the fault into the next requests (of the fault's action, if it names one). */
    nextRequests: (count: number, fault: FaultSpec) => enqueue(fault, count),
    /** Injects the fault into every request until `clear`. */
    always: (fault: FaultSpec) => enqueue(fault, Number.POSITIVE_INFINITY),
    clear(): void {
      queue = [];
    },
    /** Takes the fault for a request from the queue; null if there is none. */
    takeNext(requested: string): Fault | null {
      const next = queue.find(({ fault }) => (fault.action ?? requested) === requested);
      if (!next) return null;
      next.remaining -= 1;
      queue = queue.filter(({ remaining }) => remaining > 0);
      return next.fault;
    },
  };
}
