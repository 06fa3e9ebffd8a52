/** Sends invalid IPC messages as a compromised page could. It runs in the real page, so that any value can be sent. */
import fc from 'fast-check';
import { ipcCalls, type IpcCall } from '../../../shared/ipc/ipc-channels.ts';
import { ipcSchema } from '../../../shared/ipc/ipc-schema.ts';

declare global {
  interface Window {
    /** Sends a number of messages that violate the IPC schema. Resolves to those that were not refused. */
    sendHostile: (seed: number, count: number) => Promise<string[]>;
  }
}

/** Values that structured clone accepts, and others. Many are nearly valid by the IPC schema. */
const anyInput = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    maxDepth: 4,
  }),
  fc.record(
    {
      status: fc.oneof(fc.constantFrom('free', 'rest', 'notReady', 'busy', '__proto__'), fc.anything()),
      reason: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      do: fc.constantFrom('add', 'rename', 'move', 'remove', 'reset', 'constructor'),
      action: fc.constantFrom('free', 'toString', '', null),
      accelerator: fc.oneof(fc.string(), fc.integer()),
      to: fc.oneof(fc.double(), fc.string(), fc.constant(-1)),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom('constructor', '__proto__', 'main', '../../etc/passwd', '2026-13-99', 'x'.repeat(100_000)),
  fc.integer({ min: 1, max: 5_000 }).map(createNestedInput),
  fc.constant(createCyclicInput()),
  fc.constantFrom<unknown>(window, document, Symbol('s'), () => 0, new Proxy({}, {}), Promise.resolve()),
  fc.constant(Object.fromEntries([['__proto__', { status: 'rest', reason: '' }]])),
);

/** Messages that are valid by the schema are skipped: other tests cover them. */
const hostileMessage = fc
  .record({ call: fc.constantFrom(...ipcCalls), input: anyInput })
  .filter(({ call, input }) => !isAccepted(call, input));

/** An input for which the schema throws is not valid. */
function isAccepted(call: IpcCall, input: unknown): boolean {
  try {
    return ipcSchema[call].input.safeParse(input).success;
  } catch {
    return false;
  }
}

function createNestedInput(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => ({ status: inner }), 'rest');
}

function createCyclicInput(): Record<string, unknown> {
  const self: Record<string, unknown> = { status: 'rest', reason: 'round' };
  self.reason = self;
  return self;
}

/** The preload script refuses what cannot be cloned; the main process refuses what violates the schema. */
const rejectionMessage = /refused|could not be cloned|recursion depth exceeded|Converting circular/;

function getMethod(call: IpcCall) {
  const [domain = '', name = ''] = call.split('.');
  const methods = new Map(Object.entries(window.standby)).get(domain) ?? {};
  const method = new Map<string, unknown>(Object.entries(methods)).get(name);
  if (typeof method !== 'function') throw new Error(`window.standby has no ${call}`);
  return method;
}

async function send({ call, input }: { call: IpcCall; input: unknown }): Promise<string | null> {
  try {
    await Promise.resolve(Reflect.apply(getMethod(call), undefined, [input]));
    return `${call} took ${String(input)}`;
  } catch (error) {
    return rejectionMessage.test(String(error)) ? null : `${call}: ${String(error)}`;
  }
}

window.sendHostile = async (seed, count) => {
  const outcomes: (string | null)[] = [];
  for (const message of fc.sample(hostileMessage, { seed, numRuns: count }))
    outcomes.push(await send(message));
  return outcomes.filter((outcome) => outcome !== null);
};
