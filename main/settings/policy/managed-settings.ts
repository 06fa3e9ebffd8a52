/** Merges the company's policy over the user's settings. The user's own values are kept unchanged. */
import * as z from 'zod/mini';
import { preferences } from '../../../shared/preferences.ts';
import { managedSetting, type ManagedSetting } from '../../../shared/state.ts';
import { shortcutAction } from '../../../shared/domain.ts';
import type { Policy } from './policy-schema.ts';
import { settingsSchema, type Settings } from '../schema.ts';
import type { SettingsFile } from '../settings-file.ts';

export type ManagedSettings = SettingsFile & {
  /** Settings that the policy has set and locked. */
  managedKeys: ManagedSetting[];
};

const accountNames = z.keyof(settingsSchema.shape.account).options;
const preferenceNames = z.keyof(preferences).options;

/**
 * Merges a policy over a settings file.
 * @param userFile the user's file; policy values are never written to it
 */
export function managedSettings(userFile: SettingsFile, policy: Policy): ManagedSettings {
  const { reasons, shortcuts = {} } = policy;
  // Who signs in is the agent.
  const isLocked = (name: ManagedSetting) =>
    policy[name] !== undefined && !(name === 'agent' && policy.signIn !== undefined);
  const { gateway } = policy;
  const accountValues: { [Name in keyof Settings['account']]?: Settings['account'][Name] | undefined } =
    gateway ? { edition: 'gateway', customAddress: gateway.address, sdkAppId: null } : policy;
  const managedKeys = {
    account: gateway ? (['edition', 'customAddress', 'sdkAppId'] as const) : accountNames.filter(isLocked),
    preferences: preferenceNames.filter((name) => policy[name] !== undefined),
    shortcuts: shortcutAction.options.filter((action) => shortcuts[action] !== undefined),
  };

  return {
    managedKeys: managedSetting.options.filter(isLocked),

    get: () => {
      const userSettings = userFile.get();
      return {
        ...userSettings,
        mode: userSettings.mode === 'unconfigured' && isComplete(policy) ? 'account' : userSettings.mode,
        account: override(userSettings.account, accountValues, managedKeys.account),
        preferences: override(userSettings.preferences, policy, managedKeys.preferences),
        reasons: reasons ?? userSettings.reasons,
        shortcuts: override(userSettings.shortcuts, shortcuts, managedKeys.shortcuts),
        localApi: policy.localApi ?? userSettings.localApi,
        team: policy.team ?? userSettings.team,
        onStatus: policy.onStatus === undefined ? userSettings.onStatus : policy.onStatus,
      };
    },

    // Callers pass merged settings, so restore the user's values for policy-locked keys before saving.
    update: (change) => {
      const userSettings = userFile.get();
      const toSave: Partial<Settings> = { ...change };
      if (change.account) {
        toSave.account = override(change.account, userSettings.account, managedKeys.account);
      }
      if (change.preferences) {
        toSave.preferences = override(change.preferences, userSettings.preferences, managedKeys.preferences);
      }
      if (change.shortcuts) {
        toSave.shortcuts = override(change.shortcuts, userSettings.shortcuts, managedKeys.shortcuts);
      }
      if (reasons) delete toSave.reasons;
      return userFile.update(toSave);
    },
  };
}

/** Whether the policy needs no input from the agent: a program supplies the keys, and all else is set. */
function isComplete({ edition, customAddress, sdkAppId, agent, credentialProcess }: Policy): boolean {
  const hasAddress = edition === 'custom' ? customAddress !== undefined : edition !== undefined;
  return hasAddress && sdkAppId !== undefined && agent !== undefined && credentialProcess !== undefined;
}

/** A copy of the values in which the named ones are taken from the overrides, as far as they are set there. */
function override<Values extends object, Name extends keyof Values>(
  values: Values,
  overrides: { [Key in Name]?: Values[Key] | undefined },
  names: readonly Name[],
): Values {
  const merged = { ...values };
  for (const name of names) {
    const value = overrides[name];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}
