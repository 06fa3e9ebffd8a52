/** Whose status is switched, and where: the agent's own account, or the simulator. */
import type { SaveResult } from '../../preload/contract/index.ts';
import type { AccountForm, AccountProblems } from '../../preload/contract/inputs.ts';
import type { Notice } from '../../preload/contract/notice.ts';
import type { AccountState } from '../../preload/contract/state.ts';
import type { Settings } from '../settings/schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { FoundCredentials } from '../tencent/client.ts';
import { parseEndpoint, type Endpoint } from '../tencent/endpoint.ts';
import { callPort } from '../port-guard.ts';
import type { Time } from '../time.ts';
import { accountProblems, tidyAccountForm } from './account-form.ts';
import { NO_KEYS_YET, type CredentialSource } from './credential-process.ts';
import { NO_KEYS, type LateWrite, type Vault, type VaultState } from './vault.ts';

/** All that a request needs to know of the account. */
export type Connection = {
  endpoint: Endpoint;
  sdkAppId: number;
  agent: string;
  credentials: () => Promise<FoundCredentials>;
  /** Told when the service does not accept the keys, where others can be had. */
  keysRefused?: () => void;
};

type TypedConnection = { ok: true; connection: Connection } | { ok: false; problems: AccountProblems };

/** A simulator that runs inside this app, with an agent to play. */
export type RunningSimulator = { connection: Connection; close: () => Promise<void> };

export type AccountPorts = {
  settings: SettingsFile;
  /** Makes the vault, given a listener for what may be shown of it. */
  createVault: (onChange: (state: VaultState) => void) => Vault;
  /** The program that hands out keys in the vault's place, where the company's policy names one. */
  createSource?: ((onChange: (keys: AccountState['keys']) => void) => CredentialSource) | undefined;
  startSimulator: () => Promise<RunningSimulator>;
  /** What may be shown changed. */
  onShow: (state: AccountState) => void;
  /** The settings could not be saved, so that the change holds until Standby quits; or the keychain answers late. */
  onTrouble: (notice: Notice) => void;
  /** Requests now go out for somebody else, or somewhere else. */
  onSwitch: () => void;
  time: Time;
  /** A part of the account threw, or did not answer in time; the app goes on without it. */
  onFault: (error: unknown) => void;
};

/** Binding a port on this computer takes milliseconds. */
const SIMULATOR_LIMIT_MS = 10_000;

/** The keychain keeps a limit of 20 s itself. */
const KEYCHAIN_LIMIT_MS = 25_000;

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
  /** Counts what the agent has decided on: an account that is saved late must not undo a later decision. */
  let decisions = 0;

  const show = () => ports.onShow(shown());
  const vault = ports.createVault((state) => {
    vaultState = state;
    show();
  });
  let handedOut = NO_KEYS_YET;
  const source = ports.createSource?.((keys) => {
    handedOut = keys;
    show();
  });
  /** Where the keys of the account come from. */
  const keysOfAccount: Pick<Connection, 'credentials' | 'keysRefused'> = source
    ? { credentials: source.credentials, keysRefused: source.refused }
    : { credentials: vault.credentials };

  function shown(): AccountState {
    const { mode, account } = settings.get();
    const { keychain, keychainWords } = vaultState;
    if (mode === 'simulator') {
      const simulated = simulator?.connection;
      return {
        ...account,
        mode,
        keychain,
        keychainWords,
        endpoint: simulated?.endpoint.origin ?? '',
        sdkAppId: simulated?.sdkAppId ?? null,
        agent: simulated?.agent ?? '',
        keys: { home: 'simulator', secretIdEnd: '', hasToken: false },
      };
    }
    const address = parseEndpoint(account.edition, account.customAddress);
    const keys = source ? handedOut : vaultState.keys;
    return {
      ...account,
      mode,
      keychain,
      keychainWords,
      keys,
      endpoint: address.ok ? address.endpoint.origin : '',
    };
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
      ...keysOfAccount,
    };
  }

  /** No keys are typed, nor missed, where a program hands them out. */
  function tidy(typed: AccountForm) {
    return tidyAccountForm(source ? { ...typed, secretId: '', secretKey: '', token: '' } : typed);
  }

  function hasKeys(): boolean {
    return source !== undefined || vaultState.keys.home === 'keychain' || vaultState.keys.home === 'session';
  }

  function connectionFor(typed: AccountForm): TypedConnection {
    const { form } = tidy(typed);
    const problems = accountProblems(form, hasKeys());
    const address = parseEndpoint(form.edition, form.customAddress);
    if (!address.ok || Object.keys(problems).length > 0) return { ok: false, problems };
    const { secretId, secretKey, token } = form;
    const keys =
      secretId === ''
        ? keysOfAccount
        : { credentials: () => Promise.resolve({ secretId, secretKey, ...(token && { token }) }) };
    const { endpoint } = address;
    return {
      ok: true,
      connection: { endpoint, sdkAppId: Number(form.sdkAppId), agent: form.agent, ...keys },
    };
  }

  /** A program is asked when the first request needs it. */
  async function lookForKeys(): Promise<void> {
    if (source) return;
    const result = await callPort(ports.time, KEYCHAIN_LIMIT_MS, vault.look);
    if (result.type === 'threw') ports.onFault(result.error);
  }

  async function change(to: Partial<Settings>): Promise<SaveResult> {
    const problem = await settings.update(to);
    if (problem) ports.onTrouble(problem);
    show();
    ports.onSwitch();
    return problem?.kind === 'settingsNotSaved'
      ? { outcome: 'notSaved', message: problem.message }
      : { outcome: 'saved', trimmed: [], invisible: [] };
  }

  /** Whether there is one now. Why there is none is told. */
  async function runSimulator(): Promise<boolean> {
    if (simulator) return true;
    const result = await callPort(ports.time, SIMULATOR_LIMIT_MS, ports.startSimulator);
    if (result.type === 'answered') simulator = result.value;
    else
      ports.onFault(
        result.type === 'threw' ? result.error : new Error('The simulator did not start in time'),
      );
    return result.type === 'answered';
  }

  async function stopSimulator(): Promise<void> {
    const running = simulator;
    simulator = null;
    if (!running) return;
    const result = await callPort(ports.time, SIMULATOR_LIMIT_MS, running.close);
    if (result.type === 'threw') ports.onFault(result.error);
  }

  /** Saves the account of a form whose keys are where they are to be. */
  async function useAccount(form: AccountForm): Promise<SaveResult> {
    await stopSimulator();
    const { edition, customAddress, agent } = form;
    const account = { edition, customAddress, agent, sdkAppId: Number(form.sdkAppId) };
    return change({ mode: 'account', account });
  }

  /** The keychain answers after all, when the form has long been told that it does not. */
  async function finishLate(late: Promise<LateWrite>, form: AccountForm, decision: number): Promise<void> {
    const { what, words } = await late;
    if (what === 'saved' && decisions === decision) await useAccount(form);
    ports.onTrouble({ kind: 'keychainLate', what, message: words });
  }

  return {
    shown,
    connection,
    connectionFor,

    start: async () => {
      const { mode } = settings.get();
      if (mode === 'simulator') await runSimulator();
      if (mode === 'account') await lookForKeys();
      show();
    },

    save: async (typed) => {
      const { form, trimmed, invisible } = tidy(typed);
      const problems = accountProblems(form, hasKeys());
      if (Object.keys(problems).length > 0) return { outcome: 'invalid', problems };
      decisions += 1;
      const decision = decisions;

      if (form.secretId !== '') {
        const { secretId, secretKey, token } = form;
        const kept = await vault.keep({ secretId, secretKey, ...(token && { token }) }, form.keep);
        if (!kept.ok) {
          if (kept.late) void finishLate(kept.late, form, decision);
          return { outcome: 'keychain', state: kept.trouble, pending: kept.late !== undefined };
        }
      }
      const saved = await useAccount(form);
      return saved.outcome === 'saved' ? { outcome: 'saved', trimmed, invisible } : saved;
    },

    deleteKeys: async () => {
      decisions += 1;
      const removed = await vault.remove();
      if (!removed.ok) return { outcome: 'keychain', state: removed.trouble, pending: false };
      ports.onSwitch();
      return { outcome: 'saved', trimmed: [], invisible: [] };
    },

    useSimulator: async () => {
      decisions += 1;
      if (await runSimulator()) await change({ mode: 'simulator' });
    },

    leaveSimulator: async () => {
      decisions += 1;
      await stopSimulator();
      const hasAccount = settings.get().account.sdkAppId !== null;
      if (hasAccount) await lookForKeys();
      await change({ mode: hasAccount ? 'account' : 'unset' });
    },

    retryKeychain: lookForKeys,
  };
}
