/** Account service: which account requests are sent for, with which credentials, or whether the simulator is used. */
import type { SaveResult } from '../../shared/ipc/ipc-schema.ts';
import type { AccountForm, AccountErrors } from '../../shared/ipc/forms.ts';
import type { Notice } from '../../shared/notice.ts';
import type { AccountState } from '../../shared/state.ts';
import type { Settings } from '../settings/schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { Clock } from '../../shared/clock.ts';
import { readAccountForm } from './form/read-account-form.ts';
import { createConfirmation, type AccountChange } from './confirmation.ts';
import {
  toBinding,
  createAccountTargets,
  type AccountPolicy,
  type AccountTarget,
  type Connection,
} from './account-target.ts';
import { createSimulatorRun, type RunningSimulator } from './simulator-run.ts';
import { createKeySource, type KeySourceDeps } from './key-source.ts';
import type { LateWrite } from './credential-store.ts';

type ConnectionResult =
  | { outcome: 'ready'; connection: Connection }
  | { outcome: 'invalid'; errors: AccountErrors }
  | { outcome: 'declined' };

export type AccountDeps = Omit<KeySourceDeps, 'onChange'> & {
  settings: SettingsFile;
  policy: AccountPolicy;
  /** Whether an address on this computer may use http: only for developers. */
  plainHttp: boolean;
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
  const { settings } = deps;
  const targets = createAccountTargets(deps);
  const simulator = createSimulatorRun(deps);
  /** Counts the agent's decisions: what takes effect late must not undo a later decision. */
  let decisions = 0;

  const publish = () => deps.onChange(publicState());
  const keys = createKeySource({ ...deps, onChange: publish });
  const confirmChange = createConfirmation({
    current: targets.current,
    prompt: deps.confirm,
    onError: deps.onError,
  });

  function publicState(): AccountState {
    const { account } = settings.get();
    const mode = effectiveMode();
    const { keychain, keychainMessage, keys: info } = keys.publicState();
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
        signIn: null,
      };
    }
    const address = targets.resolveAddress(account);
    return {
      ...account,
      mode,
      keychain,
      keychainMessage,
      keys: info,
      signIn: null,
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
    return target && toConnection(target);
  }

  function toConnection(target: AccountTarget): Connection {
    return { ...target, ...keys.accessFor(target, targets.isTyped(target.endpoint)) };
  }

  const readForm = (typed: AccountForm) => readAccountForm(typed, { ...deps, targets, keys });

  async function connectionFromForm(typed: AccountForm): Promise<ConnectionResult> {
    const read = readForm(typed);
    if (!read.ok) return { outcome: 'invalid', errors: read.errors };
    const { target, typedKeys, risk } = read;
    if (!(await confirmChange('check', toBinding(target), risk))) return { outcome: 'declined' };
    const connection = typedKeys
      ? { ...target, credentials: () => Promise.resolve(typedKeys) }
      : toConnection(target);
    return { outcome: 'ready', connection };
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
      if (mode === 'account') await keys.refresh();
      publish();
    },

    save: async (typed) => {
      const read = readForm(typed);
      if (!read.ok) return { outcome: 'invalid', errors: read.errors };
      const { form, target, typedKeys, risk, trimmed, invisible } = read;
      const binding = toBinding(target);
      if (!(await confirmChange('save', binding, risk))) return { outcome: 'declined' };
      decisions += 1;
      const decision = decisions;

      if (typedKeys) {
        const stored = await keys.store({ credentials: typedKeys, binding }, form.keyStorage);
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
      const deleted = await keys.delete();
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
      if (hasAccount && decisions === decision) await keys.refresh();
      if (decisions !== decision) return;
      await updateSettings({ mode: hasAccount ? 'account' : 'unconfigured' });
    },

    retryKeychain: keys.refresh,
  };
}
