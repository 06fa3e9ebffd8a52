/** Whose status is switched, and where: the agent's own account, or the simulator. */
import type { SaveResult } from '../../preload/contract/index.ts';
import type { AccountForm, AccountProblems } from '../../preload/contract/inputs.ts';
import type { AccountState, Notice } from '../../preload/contract/state.ts';
import type { Settings } from '../settings/schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { Credentials } from '../tencent/client.ts';
import { parseEndpoint, type Endpoint } from '../tencent/endpoint.ts';
import { accountProblems, tidyAccountForm } from './account-form.ts';
import { NO_KEYS, type Vault, type VaultState } from './vault.ts';

/** All that a request needs to know of the account. */
export type Connection = {
  endpoint: Endpoint;
  sdkAppId: number;
  agent: string;
  credentials: () => Promise<Credentials | null>;
};

type TypedConnection = { ok: true; connection: Connection } | { ok: false; problems: AccountProblems };

/** A simulator that runs inside this app, with an agent to play. */
export type RunningSimulator = { connection: Connection; close: () => Promise<void> };

export type AccountPorts = {
  settings: SettingsFile;
  /** Makes the vault, given a listener for what may be shown of it. */
  createVault: (onChange: (state: VaultState) => void) => Vault;
  startSimulator: () => Promise<RunningSimulator>;
  /** What may be shown changed. */
  onShow: (state: AccountState) => void;
  /** The settings could not be saved; the change holds until Standby quits. */
  onTrouble: (notice: Notice) => void;
  /** Requests now go out for somebody else, or somewhere else. */
  onSwitch: () => void;
};

export type Account = {
  shown: () => AccountState;
  /** Null while nothing is set up. */
  connection: () => Connection | null;
  /** The account as typed, with the typed keys or else the stored ones; nothing of it is kept. */
  connectionFor: (typed: AccountForm) => TypedConnection;
  /** Take up where the last start left off. */
  start: () => Promise<void>;
  save: (typed: AccountForm) => Promise<SaveResult>;
  deleteKeys: () => Promise<SaveResult>;
  useSimulator: () => Promise<void>;
  leaveSimulator: () => Promise<void>;
  retryKeychain: () => Promise<void>;
};

export function createAccount(ports: AccountPorts): Account {
  const { settings } = ports;
  let vaultState: VaultState = NO_KEYS;
  let simulator: RunningSimulator | null = null;

  const show = () => ports.onShow(shown());
  const vault = ports.createVault((state) => {
    vaultState = state;
    show();
  });

  function shown(): AccountState {
    const { mode, account } = settings.get();
    const { keychain } = vaultState;
    if (mode === 'simulator') {
      const simulated = simulator?.connection;
      return {
        ...account,
        mode,
        keychain,
        endpoint: simulated?.endpoint.origin ?? '',
        sdkAppId: simulated?.sdkAppId ?? null,
        agent: simulated?.agent ?? '',
        keys: { home: 'simulator', secretIdEnd: '', hasToken: false },
      };
    }
    const address = parseEndpoint(account.edition, account.customAddress);
    return { ...account, ...vaultState, mode, endpoint: address.ok ? address.endpoint.origin : '' };
  }

  function connection(): Connection | null {
    const { mode, account } = settings.get();
    if (mode === 'simulator') return simulator?.connection ?? null;
    const address = parseEndpoint(account.edition, account.customAddress);
    if (mode === 'unset' || !address.ok || account.sdkAppId === null) return null;
    return {
      endpoint: address.endpoint,
      sdkAppId: account.sdkAppId,
      agent: account.agent,
      credentials: vault.credentials,
    };
  }

  function keysStored(): boolean {
    return vaultState.keys.home === 'keychain' || vaultState.keys.home === 'session';
  }

  function connectionFor(typed: AccountForm): TypedConnection {
    const { form } = tidyAccountForm(typed);
    const problems = accountProblems(form, keysStored());
    const address = parseEndpoint(form.edition, form.customAddress);
    if (!address.ok || Object.keys(problems).length > 0) return { ok: false, problems };
    const { secretId, secretKey, token } = form;
    const credentials =
      secretId === ''
        ? vault.credentials
        : () => Promise.resolve({ secretId, secretKey, ...(token && { token }) });
    const { endpoint } = address;
    return {
      ok: true,
      connection: { endpoint, sdkAppId: Number(form.sdkAppId), agent: form.agent, credentials },
    };
  }

  async function change(to: Partial<Settings>): Promise<SaveResult> {
    const problem = await settings.update(to);
    if (problem) ports.onTrouble(problem);
    show();
    ports.onSwitch();
    return problem?.kind === 'settingsNotSaved'
      ? { outcome: 'notSaved', message: problem.message }
      : { outcome: 'saved', trimmed: [] };
  }

  async function stopSimulator(): Promise<void> {
    const running = simulator;
    simulator = null;
    await running?.close();
  }

  return {
    shown,
    connection,
    connectionFor,

    start: async () => {
      const { mode } = settings.get();
      if (mode === 'simulator') simulator = await ports.startSimulator();
      if (mode === 'account') await vault.look();
      show();
    },

    save: async (typed) => {
      const { form, trimmed } = tidyAccountForm(typed);
      const problems = accountProblems(form, keysStored());
      if (Object.keys(problems).length > 0) return { outcome: 'invalid', problems };

      if (form.secretId !== '') {
        const { secretId, secretKey, token } = form;
        const kept = await vault.keep({ secretId, secretKey, ...(token && { token }) }, form.keep);
        if (!kept.ok) return { outcome: 'keychain', state: kept.trouble };
      }
      await stopSimulator();
      const { edition, customAddress, agent } = form;
      const account = { edition, customAddress, agent, sdkAppId: Number(form.sdkAppId) };
      const saved = await change({ mode: 'account', account });
      return saved.outcome === 'saved' ? { outcome: 'saved', trimmed } : saved;
    },

    deleteKeys: async () => {
      const removed = await vault.remove();
      if (!removed.ok) return { outcome: 'keychain', state: removed.trouble };
      ports.onSwitch();
      return { outcome: 'saved', trimmed: [] };
    },

    useSimulator: async () => {
      simulator ??= await ports.startSimulator();
      await change({ mode: 'simulator' });
    },

    leaveSimulator: async () => {
      await stopSimulator();
      const hasAccount = settings.get().account.sdkAppId !== null;
      if (hasAccount) await vault.look();
      await change({ mode: hasAccount ? 'account' : 'unset' });
    },

    retryKeychain: () => vault.look(),
  };
}
