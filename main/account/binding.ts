/**
 * Binds a key to the endpoint, SdkAppId and agent it was entered for. It signs for no other: the page and settings.json
 * can contain any account.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Credentials, CredentialsFailure } from '../../tencent/client.ts';

export type KeyBinding = {
  /** Origin of the service's address. */
  origin: string;
  sdkAppId: number;
  agent: string;
};

/** A key with its binding; null for one that an earlier version stored without a binding, which signs for no account. */
export type BoundKey = { credentials: Credentials; binding: KeyBinding | null };

/** Why the stored key is not used. */
export const KEY_FOR_OTHER_ACCOUNT: CredentialsFailure = {
  kind: 'keyForOtherAccount',
  code: 'App.OtherAccount',
  message: '',
};

/** Why the program that issues credentials is not run. */
export const ADDRESS_NOT_IN_POLICY: CredentialsFailure = {
  kind: 'addressNotInPolicy',
  code: 'App.OtherAddress',
  message: '',
};

export function isSameBinding(one: KeyBinding | null, other: KeyBinding | null): boolean {
  return one !== null && isDeepStrictEqual(one, other);
}
