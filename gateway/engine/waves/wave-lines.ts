/** Reads the lines of a wave as they come. */
import type { CancelTimer } from '../../../shared/clock.ts';
import type { WaveLine } from '../../../shared/gateway-api/waves.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import type { CallDeps } from '../call-deps.ts';
import { parseLine } from './waves.ts';

/** A call-back may be lost: the lines are read again after this, in milliseconds. */
const POLL_MS = 5_000;

/** A stream that cannot be read is tried again after this, in milliseconds. */
const READ_AGAIN_MS = 1_000;

type Deps = Pick<CallDeps, 'coordination' | 'shared' | 'clock'>;

/**
 * The lines of a wave, each agent once, up to the line `end`. Null: there is no such wave.
 * @param signal ends the lines early
 */
export async function openWaveLines(
  deps: Deps,
  id: string,
  signal: AbortSignal,
): Promise<AsyncIterable<WaveLine> | null> {
  const first = await deps.shared.attempt(() => deps.coordination.waves.lines(id, 0));
  return first.ok && first.value === null ? null : iterate(deps, id, signal);
}

async function* iterate(deps: Deps, id: string, signal: AbortSignal): AsyncGenerator<WaveLine> {
  const { coordination, shared } = deps;
  const seen = new Set<string>();
  for (let from = 0; !signal.aborted;) {
    const appended = waitForLines(deps, id, signal);
    const part = await shared.attempt(() => coordination.waves.lines(id, from));
    if (part.ok && part.value === null) {
      appended.cancel();
      return;
    }
    const texts = part.ok ? (part.value ?? []) : [];
    from += texts.length;
    for (const text of texts) {
      const line = parseLine(text);
      // An instance that was thought dead may have added the line of an agent as well.
      if (!line || (line.type === 'result' && seen.has(accountKey(line.agent)))) continue;
      if (line.type === 'result') seen.add(accountKey(line.agent));
      yield line;
      if (line.type === 'end') {
        appended.cancel();
        return;
      }
    }
    if (texts.length === 0) await appended.wait(part.ok ? POLL_MS : READ_AGAIN_MS);
    appended.cancel();
  }
}

/** Begins to listen before the lines are read, so that none is missed between. */
function waitForLines({ coordination, clock }: Deps, id: string, signal: AbortSignal) {
  let resolveWait: () => void = () => undefined;
  let cancelTimer: CancelTimer = () => undefined;
  const appended = new Promise<void>((resolve) => (resolveWait = resolve));
  const onAbort = () => resolveWait();
  const stopListening = coordination.waves.onAppend((added) => {
    if (added === id) resolveWait();
  });
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    wait: (milliseconds: number) => {
      cancelTimer = clock.setTimer(milliseconds, resolveWait);
      if (signal.aborted) resolveWait();
      return appended;
    },
    cancel: () => {
      cancelTimer();
      stopListening();
      signal.removeEventListener('abort', onAbort);
    },
  };
}
