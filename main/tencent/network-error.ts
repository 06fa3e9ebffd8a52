import type { FailureKind } from './failure.ts';
import { familyOfChromium, familyOfNode } from './network-error-names.ts';

/** How a `fetch` failed: our own code for it, and the underlying error's words. */
export type NetworkProblem = { kind: FailureKind; code: string; message: string };

/** An error has a few causes and a few addresses that were tried; what has more is not looked at to its end. */
const MOST_CAUSES = 32;

/** What Node's sockets were doing before there was a connection; a system error then has sent nothing. */
const BEFORE_A_CONNECTION = /^(connect|getaddrinfo|socket|bind)$/;

/** The words of Node's error for a connection that is closed in the middle of the TLS handshake. It has no code of its own. */
const BROKEN_HANDSHAKE = 'before secure TLS connection was established';

/**
 * Says what a rejected `fetch` (or a broken-off body) means. Understands Node's fetch, which hides an error code in the
 * chain of causes, and Electron's `net.fetch`, which says `net::ERR_…` in the message. What it does not recognise is a
 * lost connection: the request may have arrived, so nothing may be claimed. Never throws, whatever it is given.
 */
export function classifyNetworkError(error: unknown): NetworkProblem {
  try {
    return classify(causesOf(error));
  } catch {
    return { kind: 'connectionLost', code: 'Network.ConnectionLost', message: '' };
  }
}

function classify(causes: readonly Cause[]): NetworkProblem {
  const message = causes.findLast((cause) => cause.message !== '')?.message ?? '';
  for (const cause of causes) {
    // "No route" or "timed out" while reading or writing: the connection stood, and the request may have arrived.
    if (cause.syscall === 'read' || cause.syscall === 'write') break;
    const netError = /net::ERR_(\w+)/.exec(cause.message)?.[1];
    const family =
      (cause.code === null ? undefined : familyOfNode(cause.code)) ??
      (netError === undefined ? undefined : familyOfChromium(netError));
    if (family !== undefined) return { kind: family.kind, code: family.code, message };
    if (BEFORE_A_CONNECTION.test(cause.syscall ?? '') || cause.message.includes(BROKEN_HANDSHAKE)) {
      return { kind: 'serverUnreachable', code: 'Network.Unreachable', message };
    }
    // Electron's own words for a redirect that it was told not to follow; its error has no name.
    if (netError === undefined && /redirect/i.test(cause.message)) {
      return { kind: 'redirected', code: 'Http.Redirect', message };
    }
  }
  return { kind: 'connectionLost', code: 'Network.ConnectionLost', message };
}

type Cause = { code: string | null; syscall: string | null; message: string };

/** The error and what caused it, outermost first, with the alternatives of an AggregateError (one per address tried). */
function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = [];
  const left: unknown[] = [error];
  while (left.length > 0 && causes.length < MOST_CAUSES) {
    const next = left.shift();
    if (next instanceof Error) {
      const code = 'code' in next && typeof next.code === 'string' ? next.code : null;
      const syscall = 'syscall' in next && typeof next.syscall === 'string' ? next.syscall : null;
      causes.push({ code, syscall, message: next.message });
      left.unshift(...alternativesOf(next), next.cause);
    } else if (causes.length === 0) {
      causes.push({ code: null, syscall: null, message: String(error) });
    }
  }
  return causes;
}

function alternativesOf(error: Error): readonly unknown[] {
  return error instanceof AggregateError ? error.errors.slice(0, MOST_CAUSES) : [];
}
