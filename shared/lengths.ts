/**
 * Maximum lengths of texts and lists in IPC messages. Each is far above what a person or the system produces, and low enough
 * to be processed in milliseconds. This file imports no zod, so the renderer can use it.
 */

/** In UTF-16 code units, the unit of `String.length`. */
export const MAX_LENGTH = {
  /** Identifiers: a RequestId, an error code, a language tag, a version. */
  name: 256,
  /**
   * A reason. A person may type 60 characters (REASON_MAX), and an emoji made of several code points takes up to 16 units.
   * `redactText` truncates a reason reported by the service to 500 code points, which are at most 1,000 units.
   */
  reason: 1_000,
  /** A message of the service, the system or a policy, truncated by the main process; an address; an account. */
  message: 4_000,
  /** The longest path of any supported system: 32,767 on Windows. */
  path: 32_767,
} as const;

/** Maximum number of entries of a list without a smaller limit. */
export const MAX_ITEMS = {
  /** Lists shown as a whole: break limits, fields, languages, shortcuts, notices. */
  few: 200,
  /** Entries of one day (one for each switch, reading or failure), and errors of a policy file. */
  many: 20_000,
} as const;
