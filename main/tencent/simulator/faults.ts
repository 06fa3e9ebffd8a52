/** Failures on demand: what the service, the network or a proxy can do to a request. */
import * as z from 'zod/mini';

const text = z.string();
const action = z.optional(text);

/**
 * What is to go wrong. `applied` says whether the change is made all the same, where both happen in real life.
 * `action` limits a fault to one action; the others pass.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The whole call is refused with any code. */
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
  /** A correct answer, late. */
  z.object({ kind: z.literal('delay'), milliseconds: z.number().check(z.gte(0), z.lte(600_000)), action }),
  /** The connection is cut without an answer. */
  z.object({ kind: z.literal('drop'), applied: z._default(z.boolean(), false), action }),
  /** Nothing more comes: no headers, or headers and half a body. */
  z.object({
    kind: z.literal('stall'),
    where: z.enum(['headers', 'body']),
    applied: z._default(z.boolean(), true),
    action,
  }),
  /** Half of the answer, and an orderly end. */
  z.object({ kind: z.literal('truncate'), applied: z._default(z.boolean(), true), action }),
  /** Bytes that are no JSON. */
  z.object({ kind: z.literal('garbage'), applied: z._default(z.boolean(), true), action }),
  /** A sign-in page with HTTP 200, as from a captive portal. */
  z.object({ kind: z.literal('html'), applied: z._default(z.boolean(), false), action }),
  z.object({
    kind: z.literal('http'),
    status: z.number().check(z.int(), z.gte(300), z.lte(599)),
    applied: z._default(z.boolean(), false),
    action,
  }),
  /** A success that does not mention the agents asked for. */
  z.object({ kind: z.literal('agentMissing'), action }),
]);

export type Fault = z.infer<typeof faultSchema>;
/** A fault as it is ordered, with the defaults left out. */
export type FaultOrder = z.input<typeof faultSchema>;

export type Faults = ReturnType<typeof createFaults>;

/** Orders are carried out in the order they came; one fault for one request. */
export function createFaults() {
  let orders: { fault: Fault; left: number }[] = [];

  function order(fault: FaultOrder, left: number): void {
    orders.push({ fault: faultSchema.parse(fault), left });
  }

  return {
    /** Lets the next requests fail (those for the fault's action, if it names one). */
    nextRequests: (count: number, fault: FaultOrder) => order(fault, count),
    /** Lets every request fail until `clear`. */
    always: (fault: FaultOrder) => order(fault, Number.POSITIVE_INFINITY),
    clear(): void {
      orders = [];
    },
    /** The fault for a request, counted as used; null when it may pass. */
    take(requested: string): Fault | null {
      const next = orders.find(({ fault }) => (fault.action ?? requested) === requested);
      if (!next) return null;
      next.left -= 1;
      orders = orders.filter(({ left }) => left > 0);
      return next.fault;
    },
  };
}
