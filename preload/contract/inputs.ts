/** What the window sends that a person typed, and what can be wrong with it. The main process judges; the window shows. */
import * as z from 'zod/mini';
import { edition } from './vocabulary.ts';

/** No public source states the longest reason the service takes; this is what fits a tray menu. In characters as a reader counts them. */
export const REASON_MAX = 60;

/** The most reasons for one way of being away: a menu with more is no longer one gesture. */
export const REASONS_MAX = 30;

/** What can be wrong with a field; each has a text in every language (`problem.*`). */
export const problem = z.enum([
  'reasonEmpty',
  'reasonTooLong',
  /** It is in the list already. */
  'reasonTwice',
  /** The list has as many as a menu can hold. */
  'reasonsFull',
  /** The file holds no reasons of Standby's. */
  'notReasons',
  'sdkAppIdInvalid',
  'agentEmpty',
  'secretIdEmpty',
  'secretKeyEmpty',
  'secretControl',
  'addressEmpty',
  'addressInvalid',
  'addressInsecure',
  'addressHasPath',
]);
export type Problem = z.infer<typeof problem>;

/** The account form, as typed. Secrets travel in this direction only. The limits stop accidents, not people. */
export const accountForm = z.object({
  edition,
  customAddress: z.string().check(z.maxLength(2000)),
  sdkAppId: z.string().check(z.maxLength(100)),
  agent: z.string().check(z.maxLength(500)),
  /** The three key fields may all be empty when keys are stored already: those stay. */
  secretId: z.string().check(z.maxLength(5000)),
  secretKey: z.string().check(z.maxLength(5000)),
  /** `''` for permanent keys. */
  token: z.string().check(z.maxLength(20000)),
  /** Keep the keys in the keychain, or in memory until Standby quits. */
  keep: z.enum(['keychain', 'session']),
});
export type AccountForm = z.infer<typeof accountForm>;

/** An error of the page's, for the log. */
export const trouble = z.object({
  message: z.string().check(z.maxLength(2000)),
  stack: z.string().check(z.maxLength(20_000)),
});
export type Trouble = z.infer<typeof trouble>;

export const accountField = z.enum(['customAddress', 'sdkAppId', 'agent', 'secretId', 'secretKey', 'token']);
export type AccountField = z.infer<typeof accountField>;
export type AccountProblems = Partial<Record<AccountField, Problem>>;
