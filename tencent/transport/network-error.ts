/** Classifies network errors of `fetch` as failure kinds. */
import type { FailureKind } from '../failure.ts';
import { findChromiumFamily, findNodeFamily } from './network-error-names.ts';

/** How a `fetch` failed: Standby's code for it, and the underlying error's message. */
export type NetworkFailure = { kind: FailureKind; code: string; message: string };

/** The number of causes and alternatives that are examined. Real errors have a few causes and a few addresses. */
const MAX_CAUSES = 32;

/** The syscalls of Node's sockets before there is a connection; a system error in one of them has sent nothing. */
const BEFORE_A_CONNECTION = /^(connect|getaddrinfo|socket|bind)$/;

/** Part of the message of Node's error for a connection closed during the TLS handshake. It has no code of its own. */
const BROKEN_HANDSHAKE = 'before secure TLS connection was established';

/**
 * Classifies a rejected `fetch` or an interrupted body. Supports Node's fetch, which hides an error code in the chain
 * of causes, and Electron's `net.fetch`, which puts `net::ERR_…` in the message. An unknown error is a lost connection:
 * the request may have arrived. Never throws, whatever the argument.
 */
export function classifyNetworkError(error: unknown): NetworkFailure {
  try {
    return classify(collectCauses(error));
  } catch {
    return { kind: 'connectionLost', code: 'Network.ConnectionLost', message: '' };
  }
}

function classify(causes: readonly Cause[]): NetworkFailure {
  const message = causes.findLast((cause) => cause.message !== '')?.message ?? '';
  for (const cause of causes) {
    // "No route" or "timed out" while reading or writing: the connection was established, and the request may have
    // arrived.
    if (cause.syscall === 'read' || cause.syscall === 'write') break;
    const netError = /net::ERR_(\w+)/.exec(cause.message)?.[1];
    const family =
      (cause.code === null ? undefined : findNodeFamily(cause.code)) ??
      (netError === undefined ? undefined : findChromiumFamily(netError));
    if (family !== undefined) return { kind: family.kind, code: family.code, message };
    if (BEFORE_A_CONNECTION.test(cause.syscall ?? '') || cause.message.includes(BROKEN_HANDSHAKE)) {
      return { kind: 'serverUnreachable', code: 'Network.Unreachable', message };
    }
    // Electron's message for a redirect that it was configured not to follow; that error has no name.
    if (netError === undefined && /redirect/i.test(cause.message)) {
      return { kind: 'redirected', code: 'Http.Redirect', message };
    }
  }
  return { kind: 'connectionLost', code: 'Network.ConnectionLost', message };
}

type Cause = { code: string | null; syscall: string | null; message: string };

/** The error and its causes, outermost first, with the alternatives of an AggregateError (one per address tried). */
function collectCauses(error: unknown): Cause[] {
  const causes: Cause[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && causes.length < MAX_CAUSES) {
    const next = queue.shift();
    if (next instanceof Error) {
      const code = 'code' in next && typeof next.code === 'string' ? next.code : null;
      const syscall = 'syscall' in next && typeof next.syscall === 'string' ? next.syscall : null;
      causes.push({ code, syscall, message: next.message });
      queue.unshift(...getAlternatives(next), next.cause);
    } else if (causes.length === 0) {
      causes.push({ code: null, syscall: null, message: String(error) });
    }
  }
  return causes;
}

function getAlternatives(error: Error): readonly unknown[] {
  return error instanceof AggregateError ? error.errors.slice(0, MAX_CAUSES) : [];
}
