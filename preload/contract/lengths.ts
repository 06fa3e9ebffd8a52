/**
 * The longest texts and lists that cross between the window and the main process, once. Each is far above what a person or
 * the system produces, and low enough that whatever walks over it is done in milliseconds. Without zod, so that the window
 * can use them too.
 */

/** In UTF-16 code units, as JavaScript counts. */
export const LONGEST = {
  /** Identifiers of ours and of the service: a RequestId, an error code, a language's tag, a version. */
  name: 256,
  /**
   * A reason. A person may type 60 characters (REASON_MAX), and an emoji made of several code points takes up to 16 units.
   * One that the service reports is cut off at 500 code points (`cleanText`), which are at most 1,000 units.
   */
  reason: 1_000,
  /** What the service, the system or a policy says, cut off before it comes here; an address; an account. */
  message: 4_000,
  /** The longest path that any system has: Windows' 32,767. */
  path: 32_767,
} as const;

/** The most entries of a list that has no smaller limit of its own. */
export const LONGEST_LIST = {
  /** Limits of breaks, fields, languages, shortcuts, notices: one for each of something that is on a screen. */
  few: 200,
  /** Entries of one day: one for each switch, reading or failure; and the lines of a policy that do not apply. */
  many: 20_000,
} as const;
