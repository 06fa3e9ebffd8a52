/** What a page that was taken over would send. Runs in the real page, so that nothing has to be carried there. */
import fc from 'fast-check';
import { invocationNames, type Invocation } from '../../../preload/contract/channels.ts';
import { invocations } from '../../../preload/contract/index.ts';

declare global {
  interface Window {
    /** Sends so many messages that the contract refuses; answers with what was not refused. */
    sendHostile: (seed: number, count: number) => Promise<string[]>;
  }
}

/** Whatever structured clone can carry and more, much of it near to what the contract takes. */
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
  fc.integer({ min: 1, max: 5_000 }).map(nested),
  fc.constant(cycle()),
  fc.constantFrom<unknown>(window, document, Symbol('s'), () => 0, new Proxy({}, {}), Promise.resolve()),
  fc.constant(Object.fromEntries([['__proto__', { status: 'rest', reason: '' }]])),
);

/** What the contract takes is what the rest of the tests are about. */
const hostileMessage = fc
  .record({ name: fc.constantFrom(...invocationNames), input: anyInput })
  .filter(({ name, input }) => !isTaken(name, input));

/** A schema that itself gives up on an input has not taken it. */
function isTaken(name: Invocation, input: unknown): boolean {
  try {
    return invocations[name].input.safeParse(input).success;
  } catch {
    return false;
  }
}

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => ({ status: inner }), 'rest');
}

function cycle(): Record<string, unknown> {
  const self: Record<string, unknown> = { status: 'rest', reason: 'round' };
  self.reason = self;
  return self;
}

/** The page's own side refuses what cannot cross at all; the main process what is not of the contract's shape. */
const refused = /refused|could not be cloned|recursion depth exceeded|Converting circular/;

async function send({ name, input }: { name: Invocation; input: unknown }): Promise<string | null> {
  try {
    await Promise.resolve(Reflect.apply(window.standby[name], undefined, [input]));
    return `${name} took ${String(input)}`;
  } catch (error) {
    return refused.test(String(error)) ? null : `${name}: ${String(error)}`;
  }
}

window.sendHostile = async (seed, count) => {
  const outcomes: (string | null)[] = [];
  for (const message of fc.sample(hostileMessage, { seed, numRuns: count }))
    outcomes.push(await send(message));
  return outcomes.filter((outcome) => outcome !== null);
};
