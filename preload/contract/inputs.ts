/**
 * What people type, and what is wrong with it. The window asks these functions for a message beside the field; the
 * main process asks them again before anything is sent or stored.
 */
import * as z from 'zod/mini';
import { edition } from './vocabulary.ts';

/** No public source states the longest reason the service takes; this is what fits a tray menu. In characters, as a reader counts them. */
export const REASON_MAX = 60;

/** What can be wrong with a field; each has a text in every language (`problem.*`). */
export const problem = z.enum([
  'reasonEmpty',
  'reasonTooLong',
  'reasonControl',
  'sdkAppIdInvalid',
  'agentEmpty',
  'agentControl',
  'secretIdEmpty',
  'secretKeyEmpty',
  'secretBlanks',
  'addressInvalid',
  'addressInsecure',
]);
export type Problem = z.infer<typeof problem>;

// Control characters, lone surrogates, and the invisible marks that reorder text around them: a reason or an account with
// one of these would not be what it looks like. Joiners stay allowed, emoji and several scripts need them.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

const characters = new Intl.Segmenter();

/** How many characters a reader sees; an emoji of several code points counts once. */
export function characterCount(text: string): number {
  return [...characters.segment(text)].length;
}

/** The reason as it will be sent: blanks at the ends removed. */
export function tidyReason(text: string): string {
  return text.trim();
}

/** What is wrong with a reason that the agent typed. An empty one is wrong here: no reason is chosen by not typing one. */
export function reasonProblem(text: string): Problem | null {
  const reason = tidyReason(text);
  if (reason === '') return 'reasonEmpty';
  if (unprintable.test(reason)) return 'reasonControl';
  return characterCount(reason) > REASON_MAX ? 'reasonTooLong' : null;
}

/** The account form, as typed. Secrets travel in this direction only. */
export const accountForm = z.object({
  edition,
  customAddress: z.string().check(z.maxLength(2000)),
  sdkAppId: z.string().check(z.maxLength(100)),
  agent: z.string().check(z.maxLength(500)),
  secretId: z.string().check(z.maxLength(5000)),
  secretKey: z.string().check(z.maxLength(5000)),
  /** `''` for permanent keys. */
  token: z.string().check(z.maxLength(20000)),
  /** Keep the keys in the keychain, or in memory until Standby quits. */
  keep: z.enum(['keychain', 'session']),
});
export type AccountForm = z.infer<typeof accountForm>;
export const accountField = z.enum(['customAddress', 'sdkAppId', 'agent', 'secretId', 'secretKey', 'token']);
export type AccountField = z.infer<typeof accountField>;
export type AccountProblems = Partial<Record<AccountField, Problem>>;

const secretFields = ['secretId', 'secretKey', 'token'] as const;

/**
 * A key copied from a page or a mail often brings blanks or a line break along, at its ends or, wrapped, inside. No key
 * has any, so they are removed, and the agent is told.
 */
export function tidyAccountForm(form: AccountForm): { form: AccountForm; trimmed: AccountField[] } {
  const tidy = {
    ...form,
    customAddress: form.customAddress.trim(),
    sdkAppId: form.sdkAppId.trim(),
    agent: form.agent.trim(),
  };
  const trimmed: AccountField[] = [];
  for (const field of secretFields) {
    tidy[field] = form[field].replace(/[\s\u200B\u2060\uFEFF]+/gu, '');
    if (tidy[field] !== form[field]) trimmed.push(field);
  }
  return { form: tidy, trimmed };
}

/** Whether an address can be the service's: https, or http on this computer itself; nothing but a host and a port. */
export function addressProblem(address: string): Problem | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return 'addressInvalid';
  }
  const extras = url.username + url.password + url.search + url.hash;
  if (extras !== '' || url.pathname !== '/') return 'addressInvalid';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'addressInvalid';
  return isLoopback(url.hostname) ? null : 'addressInsecure';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * What is wrong with a tidied account form, field by field.
 * @param keysStored keys are already kept, so both key fields may stay empty.
 */
export function accountProblems(form: AccountForm, keysStored: boolean): AccountProblems {
  const problems: AccountProblems = {};
  if (form.edition === 'custom') {
    const wrong = addressProblem(form.customAddress);
    if (wrong) problems.customAddress = wrong;
  }
  if (!/^[1-9]\d{0,15}$/.test(form.sdkAppId) || !Number.isSafeInteger(Number(form.sdkAppId))) {
    problems.sdkAppId = 'sdkAppIdInvalid';
  }
  if (form.agent === '') problems.agent = 'agentEmpty';
  else if (unprintable.test(form.agent)) problems.agent = 'agentControl';
  const keepsOldKeys = keysStored && form.secretId === '' && form.secretKey === '' && form.token === '';
  if (!keepsOldKeys) {
    if (form.secretId === '') problems.secretId = 'secretIdEmpty';
    if (form.secretKey === '') problems.secretKey = 'secretKeyEmpty';
  }
  return problems;
}
