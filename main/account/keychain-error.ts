/**
 * Classifies keychain errors. keytar passes on the system's message without a code, and macOS, Windows and libsecret
 * translate their messages. So an unknown message is classified as a general failure. On Windows no message is examined: there
 * they arrive in the wrong encoding too. keychain-items.ts finds out by a test whether a key is too long.
 */
import type { KeychainState } from '../../shared/state.ts';
import { maskKeys } from '../../tencent/redact/redact.ts';
import { NativeModuleChanged } from './native-module.ts';
import { errorMessage } from '../../shared/errors.ts';

export type KeychainError = Exclude<KeychainState, 'notQueried' | 'ready'>;

/** The system that the keychain belongs to. */
export type KeychainSystem = {
  platform: NodeJS.Platform;
  /** Linux: whether a session bus exists, over which a keychain could be reached. */
  hasSessionBus: () => boolean;
};

const MAX_MESSAGE_LENGTH = 300;

/** The part of a message that is examined, in UTF-16 code units. */
const MAX_READ_LENGTH = 2000;

/**
 * Messages that are the same in every language: gnome-keyring, KWallet and D-Bus do not translate theirs. The English
 * messages of macOS and libsecret are recognized too; in other languages they stay "failed", with the message.
 */
const KNOWN_MESSAGES: [error: KeychainError, pattern: RegExp][] = [
  ['locked', /\blocked\b|interaction is not allowed/i],
  ['denied', /\bdismissed\b|\bcancel|\bdenied\b|not authorized|not permitted|\bpermission\b/i],
  ['timedOut', /\btimeout\b|timed out|no reply|NoReply/i],
];

/** The bus reports that no program provides the service or can be started for it. */
const NO_SERVICE =
  /org\.freedesktop\.secrets\b.*(not provided|not activatable|no owner)|Error\.ServiceUnknown\b/i;

/** Loading keytar fails if the keychain's own library is not installed. */
const NO_LIBRARY = /cannot open shared object file|keytar native addon|cannot find module/i;

export function toKeychainError(
  cause: unknown,
  system: KeychainSystem,
): { error: KeychainError; message: string } {
  const systemMessage = errorMessage(cause).slice(0, MAX_READ_LENGTH);
  const error =
    cause instanceof NativeModuleChanged ? 'moduleChanged' : classifyMessage(systemMessage, system);
  return { error, message: toReadable(systemMessage) };
}

function classifyMessage(systemMessage: string, { platform, hasSessionBus }: KeychainSystem): KeychainError {
  if (platform === 'win32') return 'failed';
  if (NO_LIBRARY.test(systemMessage)) return 'missing';
  // macOS always has a keychain.
  const mayBeMissing = platform !== 'darwin';
  if (mayBeMissing && (NO_SERVICE.test(systemMessage) || !hasSessionBus())) return 'missing';
  return KNOWN_MESSAGES.find(([, pattern]) => pattern.test(systemMessage))?.[0] ?? 'failed';
}

/**
 * Makes a message presentable: masked, one line, at most 300 UTF-16 code units. On Windows a message that is not
 * English arrives in the wrong encoding; it is dropped.
 */
function toReadable(systemMessage: string): string {
  const text = maskKeys(systemMessage)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return text.includes('\uFFFD') ? '' : text.slice(0, MAX_MESSAGE_LENGTH);
}
