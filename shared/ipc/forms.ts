/** Schemas of the forms that the window sends, and their validation errors. The main process validates. */
import * as z from 'zod/mini';
import { site } from '../domain.ts';

/** Maximum length of a reason, in graphemes. The service documents no limit; 60 fit into a tray menu. */
export const REASON_MAX = 60;

/** Maximum number of reasons of one status, so that they fit into a menu. */
export const REASONS_MAX = 30;

/** Maximum length of an agent account, in UTF-16 code units. */
export const AGENT_MAX = 500;

/** Validation errors of a field. Each has a text in every language (`validationError.*`). */
export const validationError = z.enum([
  'reasonEmpty',
  'reasonTooLong',
  /** The list has this reason already. */
  'reasonTwice',
  /** The list has REASONS_MAX entries. */
  'reasonsFull',
  /** The file is not a reasons file. */
  'notReasons',
  /** Not one of the sites. Only a set-up text can name another one. */
  'editionInvalid',
  'sdkAppIdInvalid',
  'agentEmpty',
  'secretIdEmpty',
  'secretKeyEmpty',
  'secretControl',
  'addressEmpty',
  'addressInvalid',
  'addressInsecure',
  'addressHasPath',
  /** This build of Electron accepts no real keys. */
  'simulatorOnly',
  /** The policy names a credential process, but not this address. */
  'addressNotInPolicy',
  /** The stored key was entered for another account or address. */
  'keyForOtherAccount',
]);
export type ValidationError = z.infer<typeof validationError>;

/** The account form as typed. Secrets are sent to the main process and never back. */
export const accountForm = z.object({
  edition: site,
  customAddress: z.string().check(z.maxLength(2000)),
  sdkAppId: z.string().check(z.maxLength(100)),
  agent: z.string().check(z.maxLength(AGENT_MAX)),
  /** When all three key fields are empty, the stored keys are kept. */
  secretId: z.string().check(z.maxLength(5000)),
  secretKey: z.string().check(z.maxLength(5000)),
  /** `''` for permanent keys. */
  token: z.string().check(z.maxLength(20000)),
  /** Store the keys in the keychain, or in memory until Standby quits. */
  keyStorage: z.enum(['keychain', 'session']),
});
export type AccountForm = z.infer<typeof accountForm>;

/** An uncaught error of the renderer, for the log. */
export const rendererError = z.object({
  message: z.string().check(z.maxLength(2000)),
  stack: z.string().check(z.maxLength(20_000)),
});
export type RendererError = z.infer<typeof rendererError>;

export const accountField = z.enum(['customAddress', 'sdkAppId', 'agent', 'secretId', 'secretKey', 'token']);
export type AccountField = z.infer<typeof accountField>;
export type AccountErrors = Partial<Record<AccountField, ValidationError>>;
