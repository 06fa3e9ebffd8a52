/** Account service: which account requests are sent for, with which credentials, or whether the simulator is used. */
import type { SaveResult } from '../../shared/ipc/ipc-schema.ts';
import type { AccountForm, AccountErrors } from '../../shared/ipc/forms.ts';
import type { Notice } from '../../shared/notice.ts';
import type { AccountState } from '../../shared/state.ts';
import type { Settings } from '../settings/schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { Credentials } from '../../tencent/client.ts';
import { callPort } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';
import { validateAccountForm, normalizeAccountForm, applyPolicy } from './form/validate-account-form.ts';
import { ADDRESS_NOT_IN_POLICY } from './binding.ts';
import { createConfirmation, type AccountChange, type AccountRisk } from './confirmation.ts';
import { INITIAL_KEY_INFO, type CredentialProvider } from './credential-process.ts';
import {
  toBinding,
  createAccountTargets,
  type AccountPolicy,
  type AccountTarget,
  type Connection,
} from './account-target.ts';
import { createSimulatorRun, type RunningSimulator } from './simulator-run.ts';
import {
  INITIAL_STORE_STATE,
  type LateWrite,
  type CredentialStore,
  type CredentialStoreState,
} from './credential-store.ts';

type ConnectionResult =
  | { outcome: 'ready'; connection: Connection }
  | { outcome: 'invalid'; errors: AccountErrors }
  | { outcome: 'declined' };

type ValidatedForm =
  | ({
      ok: true;
      target: AccountTarget;
      risk: AccountRisk;
      /** Null: the stored credentials are used. */
      typedKeys: Credentials | null;
    } & ReturnType<typeof normalizeAccountForm>)
  | { ok: false; errors: AccountErrors };

export type AccountDeps = {
  settings: SettingsFile;
  policy: AccountPolicy;
  /** Whether an address on this computer may use http: only for developers. */
  plainHttp: boolean;
  /** Creates the credential store, given a listener for its public state. */
  createCredentialStore: (onChange: (state: CredentialStoreState) => void) => CredentialStore;
  /** The program that issues credentials instead of the credential store, if the company's policy names one. */
  createProvider?: ((onChange: (keys: AccountState['keys']) => void) => CredentialProvider) | undefined;
  startSimulator: () => Promise<RunningSimulator>;
  /** Neither an account nor credentials are used, whether typed or stored by an earlier start. */
  simulatorOnly: boolean;
  /** Prompts the agent in a native dialog; true if they confirm. */
  confirm: (change: AccountChange) => Promise<boolean>;
  /** Called when the public state changes. */
  onChange: (state: AccountState) => void;
  /** The settings could not be saved, so the change is lost when Standby quits; or the keychain answered late. */
  onNotice: (notice: Notice) => void;
  /** Requests are now sent for another agent or to another endpoint. */
  onAccountChange: () => void;
  time: Clock;
  /** A part of the account service threw or timed out; the app continues without it. */
  onError: (error: unknown) => void;
};

/** In milliseconds. The keychain has a limit of 20 s itself. */
const KEYCHAIN_TIMEOUT_MS = 25_000;

export type Account = {
  publicState: () => AccountState;
  /** Null while nothing is set up. */
  connection: () => Connection | null;
  /** The typed account, with the typed credentials or the stored ones. Nothing of it is stored. Never rejects. */
  connectionFromForm: (typed: AccountForm) => Promise<ConnectionResult>;
  /** Restores the state of the last start. */
  start: () => Promise<void>;
  save: (typed: AccountForm) => Promise<SaveResult>;
  deleteKeys: () => Promise<SaveResult>;
  useSimulator: () => Promise<void>;
  leaveSimulator: () => Promise<void>;
  retryKeychain: () => Promise<void>;
};

export function createAccount(deps: AccountDeps): Account {
  const { settings, policy } = deps;
  const targets = createAccountTargets(deps);
  const simulator = createSimulatorRun(deps);
  let storeState: CredentialStoreState = INITIAL_STORE_STATE;
  /** Counts the agent's decisions: what takes effect late must not undo a later decision. */
  let decisions = 0;

  const publish = () => deps.onChange(publicState());
  const credentialStore = deps.createCredentialStore((state) => {
    storeState = state;
    publish();
  });
  let issuedKeys = INITIAL_KEY_INFO;
  const provider = deps.createProvider?.((keys) => {
    issuedKeys = keys;
    publish();
  });
  const confirmChange = createConfirmation({
    current: targets.current,
    prompt: deps.confirm,
    onError: deps.onError,
  });

  function publicState(): AccountState {
    const { account } = settings.get();
    const mode = effectiveMode();
    const { keychain, keychainMessage } = storeState;
    if (mode === 'simulator') {
      const simulated = simulator.connection();
      return {
        ...account,
        mode,
        keychain,
        keychainMessage,
        endpoint: simulated?.endpoint.origin ?? '',
        sdkAppId: simulated?.sdkAppId ?? null,
        agent: simulated?.agent ?? '',
        keys: { storage: 'simulator', secretIdSuffix: '', hasToken: false },
      };
    }
    const address = targets.resolveAddress(account);
    const keys = provider ? issuedKeys : storeState.keys;
    return {
      ...account,
      mode,
      keychain,
      keychainMessage,
      keys,
      endpoint: address.ok ? address.endpoint.origin : '',
    };
  }

  function effectiveMode(): Settings['mode'] {
    const { mode } = settings.get();
    return deps.simulatorOnly && mode === 'account' ? 'unconfigured' : mode;
  }

  function connection(): Connection | null {
    const mode = effectiveMode();
    if (mode === 'simulator') return simulator.connection();
    const target = mode === 'unconfigured' ? null : targets.current();
    return target && { ...target, ...credentialAccess(target) };
  }

  /** The credentials of an account, if they are meant for it. */
  function credentialAccess(
    target: AccountTarget,
  ): Pick<Connection, 'credentials' | 'invalidateCredentials'> {
    if (!provider) return { credentials: () => credentialStore.credentials(toBinding(target)) };
    return targets.isTyped(target.endpoint)
      ? { credentials: () => Promise.resolve(ADDRESS_NOT_IN_POLICY) }
      : { credentials: provider.credentials, invalidateCredentials: provider.invalidate };
  }

  /**
   * Normalizes and validates a form. Values set by the policy replace typed ones. If a program issues credentials,
   * typed ones are ignored and missing ones are no error.
   */
  function validateForm(typed: AccountForm): ValidatedForm {
    if (deps.simulatorOnly) return { ok: false, errors: { secretId: 'simulatorOnly' } };
    const noKeys = provider && { secretId: '', secretKey: '', token: '' };
    const normalized = normalizeAccountForm(applyPolicy({ ...typed, ...noKeys }, policy));
    const { form } = normalized;
    const address = targets.resolveAddress(form);
    const sdkAppId = Number(form.sdkAppId);
    const target = address.ok && { endpoint: address.endpoint, sdkAppId, agent: form.agent };
    const errors = validateAccountForm(form, address, storedKeyState(target || null));
    const isTyped = address.ok && targets.isTyped(address.endpoint);
    if (provider && isTyped) errors.customAddress = 'addressNotInPolicy';
    if (!target || Object.keys(errors).length > 0) return { ok: false, errors };
    const { secretId, secretKey, token } = form;
    const typedKeys = secretId === '' ? null : { secretId, secretKey, ...(token && { token }) };
    const risk = {
      hasTypedAddress: isTyped,
      hasUnboundKey: provider !== undefined && !targets.isSetByPolicy,
    };
    return { ok: true, target, risk, typedKeys, ...normalized };
  }

  /** Whether a key is stored for the target. Without a target another error of the form has to be fixed first. */
  function storedKeyState(target: AccountTarget | null): 'none' | 'forThis' | 'forOther' {
    const { storage } = storeState.keys;
    if (!provider && storage !== 'keychain' && storage !== 'session') return 'none';
    return provider || !target || credentialStore.isFor(toBinding(target)) ? 'forThis' : 'forOther';
  }

  async function connectionFromForm(typed: AccountForm): Promise<ConnectionResult> {
    const validated = validateForm(typed);
    if (!validated.ok) return { outcome: 'invalid', errors: validated.errors };
    const { target, typedKeys, risk } = validated;
    if (!(await confirmChange('check', toBinding(target), risk))) return { outcome: 'declined' };
    const keys = typedKeys ? { credentials: () => Promise.resolve(typedKeys) } : credentialAccess(target);
    return { outcome: 'ready', connection: { ...target, ...keys } };
  }

  /** The credential process is only run when the first request needs it. */
  async function refreshKeys(): Promise<void> {
    if (provider) return;
    const result = await callPort(deps.time, KEYCHAIN_TIMEOUT_MS, credentialStore.refreshKeys);
    if (result.type === 'threw') deps.onError(result.error);
  }

  // The settings change at once and their file is written later. Listeners run before any request for the new account.
  async function updateSettings(to: Partial<Settings>): Promise<SaveResult> {
    const saved = settings.update(to);
    publish();
    deps.onAccountChange();
    const notice = await saved;
    if (notice) deps.onNotice(notice);
    return notice?.kind === 'settingsNotSaved'
      ? { outcome: 'notSaved', message: notice.message }
      : { outcome: 'saved', trimmed: [], invisible: [] };
  }

  /** Saves the account of a form after its credentials were stored, unless the agent has decided otherwise meanwhile. */
  async function useAccount(form: AccountForm, decision: number): Promise<SaveResult> {
    if (decisions === decision) await simulator.stop();
    if (decisions !== decision) return { outcome: 'saved', trimmed: [], invisible: [] };
    const { edition, customAddress, agent } = form;
    const account = { edition, customAddress, agent, sdkAppId: Number(form.sdkAppId) };
    return updateSettings({ mode: 'account', account });
  }

  /** Handles a keychain write that finished after the form was already shown a timeout. */
  async function finishLateWrite(
    late: Promise<LateWrite>,
    form: AccountForm,
    decision: number,
  ): Promise<void> {
    const { what, message } = await late;
    if (what === 'saved') await useAccount(form, decision);
    deps.onNotice({ kind: 'keychainLate', what, message });
  }

  return {
    publicState,
    connection,
    connectionFromForm,

    start: async () => {
      const mode = effectiveMode();
      if (mode === 'simulator') await simulator.start();
      if (mode === 'account') await refreshKeys();
      publish();
    },

    save: async (typed) => {
      const validated = validateForm(typed);
      if (!validated.ok) return { outcome: 'invalid', errors: validated.errors };
      const { form, target, typedKeys, risk, trimmed, invisible } = validated;
      const binding = toBinding(target);
      if (!(await confirmChange('save', binding, risk))) return { outcome: 'declined' };
      decisions += 1;
      const decision = decisions;

      if (typedKeys) {
        const stored = await credentialStore.store({ credentials: typedKeys, binding }, form.keyStorage);
        if (!stored.ok) {
          if (stored.late) void finishLateWrite(stored.late, form, decision);
          return { outcome: 'keychain', state: stored.error, pending: stored.late !== undefined };
        }
      }
      const saved = await useAccount(form, decision);
      return saved.outcome === 'saved' ? { outcome: 'saved', trimmed, invisible } : saved;
    },

    deleteKeys: async () => {
      decisions += 1;
      const deleted = await credentialStore.delete();
      if (!deleted.ok) return { outcome: 'keychain', state: deleted.error, pending: false };
      deps.onAccountChange();
      return { outcome: 'saved', trimmed: [], invisible: [] };
    },

    useSimulator: async () => {
      decisions += 1;
      const decision = decisions;
      const runs = await simulator.start();
      if (runs && decisions === decision) await updateSettings({ mode: 'simulator' });
    },

    leaveSimulator: async () => {
      decisions += 1;
      const decision = decisions;
      await simulator.stop();
      const hasAccount = settings.get().account.sdkAppId !== null;
      if (hasAccount && decisions === decision) await refreshKeys();
      if (decisions !== decision) return;
      await updateSettings({ mode: hasAccount ? 'account' : 'unconfigured' });
    },

    retryKeychain: refreshKeys,
  };
}
