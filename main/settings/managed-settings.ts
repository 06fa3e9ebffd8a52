/** The user's settings with the company's policy laid over them. The user's own values stay underneath, untouched. */
import * as z from 'zod/mini';
import { preferences } from '../../preload/contract/preferences.ts';
import { managedSetting, type ManagedSetting } from '../../preload/contract/state.ts';
import { shortcutAction } from '../../preload/contract/vocabulary.ts';
import type { Policy } from './policy-schema.ts';
import { settingsSchema, type Settings } from './schema.ts';
import type { SettingsFile } from './settings-file.ts';

export type ManagedSettings = SettingsFile & {
  /** What the policy has set, and nobody here can change. */
  locked: ManagedSetting[];
};

const accountNames = z.keyof(settingsSchema.shape.account).options;
const preferenceNames = z.keyof(preferences).options;

/**
 * Lays a policy over a file of settings.
 * @param own the user's file; it never gets a value of the policy
 */
export function managedSettings(own: SettingsFile, policy: Policy): ManagedSettings {
  const { reasons, shortcuts = {} } = policy;
  const locked = {
    account: accountNames.filter((name) => policy[name] !== undefined),
    preferences: preferenceNames.filter((name) => policy[name] !== undefined),
    shortcuts: shortcutAction.options.filter((action) => shortcuts[action] !== undefined),
  };

  return {
    locked: managedSetting.options.filter((name) => policy[name] !== undefined),

    get: () => {
      const users = own.get();
      return {
        ...users,
        mode: users.mode === 'unset' && isComplete(policy) ? 'account' : users.mode,
        account: { ...users.account, ...pick(policy, locked.account) },
        preferences: { ...users.preferences, ...pick(policy, locked.preferences) },
        reasons: reasons ?? users.reasons,
        shortcuts: { ...users.shortcuts, ...pick(shortcuts, locked.shortcuts) },
      };
    },

    // Whoever changes a setting starts from what `get` said, and the policy's values come along: the user's are put back.
    update: (change) => {
      const users = own.get();
      const kept: Partial<Settings> = { ...change };
      if (change.account) {
        kept.account = { ...change.account, ...pick(users.account, locked.account) };
      }
      if (change.preferences) {
        kept.preferences = { ...change.preferences, ...pick(users.preferences, locked.preferences) };
      }
      if (change.shortcuts) {
        kept.shortcuts = { ...change.shortcuts, ...pick(users.shortcuts, locked.shortcuts) };
      }
      if (reasons) delete kept.reasons;
      return own.update(kept);
    },
  };
}

/** Whether nothing is left to ask the agent: a program hands the keys out, and all else is known. */
function isComplete({ edition, customAddress, sdkAppId, agent, credentialProcess }: Policy): boolean {
  const hasAddress = edition === 'custom' ? customAddress !== undefined : edition !== undefined;
  return hasAddress && sdkAppId !== undefined && agent !== undefined && credentialProcess !== undefined;
}

function pick<From, Name extends keyof From>(from: From, names: readonly Name[]): Partial<Pick<From, Name>> {
  const picked: Partial<Pick<From, Name>> = {};
  for (const name of names) picked[name] = from[name];
  return picked;
}
