/**
 * What is the matter with a keychain, as far as that is certain. keytar hands on the system's sentence and no code, and
 * macOS, Windows and libsecret translate their sentences: so nothing definite is concluded from one that is not known.
 */
import type { KeychainState } from '../../preload/contract/state.ts';
import { maskKeys } from '../tencent/redact.ts';
import { NativeModuleChanged } from './native-module.ts';

export type KeychainTrouble = Exclude<KeychainState, 'unasked' | 'ready'>;

/** The system that the keychain is part of. */
export type KeychainSystem = {
  platform: NodeJS.Platform;
  /** Linux: whether there is a session bus at all, over which a keychain could be reached. */
  hasSessionBus: () => boolean;
};

/** Windows keeps no more in one credential, in bytes: CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h. */
const WINDOWS_LIMIT = 5 * 512;

const LONGEST_WORDS = 300;

/**
 * Sentences that are the same in every language: gnome-keyring, KWallet and D-Bus do not translate theirs. The English
 * ones of macOS, Windows and libsecret are recognised as well; in other languages they stay "failed", with the words.
 */
const known: [trouble: KeychainTrouble, words: RegExp][] = [
  ['locked', /\blocked\b|interaction is not allowed/i],
  ['denied', /\bdismissed\b|\bcancel|\bdenied\b|not authorized|not permitted|\bpermission\b/i],
  ['timedOut', /\btimeout\b|timed out|no reply|NoReply/i],
];

/** The bus says that nobody offers the service, nor could be started for it. */
const NO_SERVICE =
  /org\.freedesktop\.secrets\b.*(not provided|not activatable|no owner)|Error\.ServiceUnknown\b/i;

/** Loading keytar fails where the keychain's own library is not installed. */
const NO_LIBRARY = /cannot open shared object file|keytar native addon|cannot find module/i;

export function explainKeychainError(
  error: unknown,
  system: KeychainSystem,
): { trouble: KeychainTrouble; words: string } {
  const said = error instanceof Error ? error.message : String(error);
  const trouble = error instanceof NativeModuleChanged ? 'moduleChanged' : troubleOf(said, system);
  return { trouble, words: readable(said) };
}

function troubleOf(said: string, { platform, hasSessionBus }: KeychainSystem): KeychainTrouble {
  if (NO_LIBRARY.test(said)) return 'missing';
  // macOS and Windows always have one.
  const mayBeMissing = platform !== 'darwin' && platform !== 'win32';
  if (mayBeMissing && (NO_SERVICE.test(said) || !hasSessionBus())) return 'missing';
  return known.find(([, words]) => words.test(said))?.[0] ?? 'failed';
}

/** Whether the system cannot keep so much in one item. */
export function tooLong(text: string, { platform }: KeychainSystem): boolean {
  return platform === 'win32' && Buffer.byteLength(text) > WINDOWS_LIMIT;
}

/** On Windows a sentence that is not English comes in the wrong encoding, as characters that nobody can read. */
function readable(said: string): string {
  const text = maskKeys(said)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return text.includes('\uFFFD') ? '' : text.slice(0, LONGEST_WORDS);
}
