/** The account of the tests as Standby stores it: settings in the profile, and the key in the keychain. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { AGENT, KEY, SDK_APP_ID } from './account.ts';
import { newProfile } from './app.ts';

/** Service and account of the item, by which the keychain finds it. */
export const KEYCHAIN_ITEM = ['Standby', 'Tencent Cloud API key'] as const;

/**
 * Creates a profile with settings of that account, at a service with the given address.
 * @returns its folder
 */
export async function createAccountProfile(customAddress: string): Promise<string> {
  const profileDir = await newProfile();
  const account = { edition: 'custom', customAddress, sdkAppId: SDK_APP_ID, agent: AGENT };
  const settings = { ...defaultSettings('linux'), mode: 'account', account };
  writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings));
  return profileDir;
}

/** Stores the key in the keychain, bound to an address. */
export async function storeKeyFor(origin: string, key: { token?: string } = {}): Promise<void> {
  const account = { origin, sdkAppId: SDK_APP_ID, agent: AGENT };
  await keytar.setPassword(...KEYCHAIN_ITEM, JSON.stringify({ version: 2, ...KEY, ...key, account }));
}

/**
 * Stores the account as an earlier run of Standby has left it: settings and key. For tests whose app starts only after
 * something has changed.
 * @returns the folder of the profile
 */
export async function storeAccount(origin: string): Promise<string> {
  await storeKeyFor(origin);
  return createAccountProfile(origin);
}
