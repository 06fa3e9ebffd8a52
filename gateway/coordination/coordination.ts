/**
 * What the instances of a gateway share: the rate of the contact center, the order of an agent's intents, the answers to
 * idempotent requests, events and waves. A single instance keeps it in memory; several keep it in Redis.
 *
 * Functions that return a promise reject with {@link CoordinationError} when the shared state cannot be reached. Nothing is
 * sent to the contact center then.
 */
import type { AgentStatusView } from '../../shared/gateway-api/status.ts';

/** The shared state cannot be reached. */
export class CoordinationError extends Error {
  override name = 'CoordinationError';
}

/** The contact center limits each action on its own. */
export type LimitedAction = 'switching' | 'reading';

/**
 * Whether an intent may be sent now. `go`: the agent is reserved for this instance until `release`. `superseded`: a newer
 * intent exists. `busy`: a call for the agent is in flight.
 */
export type Claim = 'go' | 'superseded' | 'busy';

/**
 * - `new`: nobody has sent it: this instance does, and ends it with `endIdempotent`;
 * - `takenOver`: the instance that had it has died. It may have been sent, so the status is read first;
 * - `pending`: it is being sent. `answer` waits for the end;
 * - `answered`: the stored answer;
 * - `mismatch`: the key was used with another request.
 */
export type Idempotency =
  | { type: 'new' }
  | { type: 'takenOver' }
  | { type: 'pending' }
  | { type: 'answered'; answer: string }
  | { type: 'mismatch' };

/** Sent to all instances, including the sender. */
export type CoordinationMessage =
  | { type: 'statuses'; views: readonly AgentStatusView[] }
  /** A reading that began at `asOf` gave no status for these agents. */
  | {
      type: 'unreadable';
      agents: readonly string[];
      kind: string;
      code: string;
      message: string;
      requestId: string | null;
      asOf: number;
    }
  /** The leader reads these agents next. */
  | { type: 'readRequest'; agents: readonly string[] };

export type Coordination = {
  /** The shared clock, in milliseconds since 1970. */
  now: () => number;
  /** Whether the shared state could be reached last. */
  isAvailable: () => boolean;

  /**
   * Reserves the next call of an action, first come first served over all instances.
   * @returns the delay until it may leave, in milliseconds; 0 when the limit is free
   */
  reserveSlot: (action: LimitedAction) => Promise<number>;
  /** Reports how the rate limit took a call: a refusal lowers the rate of all instances, calls that are taken raise it again. */
  reportCall: (action: LimitedAction, how: 'accepted' | 'refused') => Promise<void>;

  /** Numbers an intent of an agent. Of two intents, the one with the higher number is the newer one. */
  numberIntent: (agent: string) => Promise<number>;
  claim: (intents: readonly { agent: string; number: number }[]) => Promise<readonly Claim[]>;
  release: (agents: readonly string[]) => Promise<void>;

  /** @param fingerprint of the request: another one under the same key is a mismatch */
  beginIdempotent: (key: string, fingerprint: string) => Promise<Idempotency>;
  /** @param answer null: forget the key, because nothing was sent */
  endIdempotent: (key: string, answer: string | null) => Promise<void>;
  /** Waits for the end of a pending request. Null: it was forgotten, its instance has died, or the signal was aborted. */
  idempotentAnswer: (key: string, signal: AbortSignal) => Promise<string | null>;

  publish: (message: CoordinationMessage) => Promise<void>;
  subscribe: (listener: (message: CoordinationMessage) => void) => () => void;

  /** Whether this instance reads for all. At most one does. */
  isLeader: () => boolean;
  /** Adds an agent to those who are read regularly, or removes it. */
  setConnected: (agent: string, isConnected: boolean) => void;
  /** The agents of all living instances who are read regularly. */
  connectedAgents: () => Promise<readonly string[]>;

  waves: WaveStore;

  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Waves, kept for an hour after their last line. Texts are opaque here. */
export type WaveStore = {
  create: (id: string, wave: string) => Promise<void>;
  append: (id: string, lines: readonly string[]) => Promise<void>;
  /** The lines from a position on, at most 1,000; null if there is no such wave. */
  lines: (id: string, from: number) => Promise<readonly string[] | null>;
  /** Calls back when lines may have been added to any wave. */
  onAppend: (listener: (id: string) => void) => () => void;
  /** Marks a wave as ended: nobody takes it over. */
  end: (id: string) => Promise<void>;
  /** Waves whose instance has died, each given to one caller only. */
  takeOver: () => Promise<readonly { id: string; wave: string }[]>;
};
