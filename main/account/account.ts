/** Account service: which account requests are sent for, with which credentials, or whether the simulator is used. */
import type { SaveResult } from '../../shared/ipc/ipc-schema.ts';
import type { AccountForm } from '../../shared/ipc/forms.ts';
import type { AccountState } from '../../shared/state.ts';
import { NO_AGENT_MEMORY } from '../settings/agent-memory.ts';
import type { Settings } from '../settings/schema.ts';
import { isSameAccount } from '../../tencent/response-schema.ts';
import type { Account, AccountDeps, ConnectionResult } from './account-port.ts';
import {
  toBinding,
  createAccountTargets,
  type AccountTarget,
  type Connection,
  type DirectConnection,
} from './account-target.ts';
import { readAccountForm } from './form/read-account-form.ts';
import { createConfirmation } from './confirmation.ts';
import { createSimulatorRun } from './simulator-run.ts';
import { createKeySource } from './key-source.ts';
import type { LateWrite } from './credential-store.ts';

export type { Account, AccountDeps } from './account-port.ts';

const KEY_OF_GATEWAY: AccountState['keys'] = { storage: 'gateway', secretIdSuffix: '', hasToken: false };

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
    const { keys: info, ...ofStore } = keys.publicState();
    const { keychain, keychainMessage } = deps.signIn?.keychainState() ?? ofStore;
    const signIn = deps.signIn?.publicState() ?? null;
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
        signIn,
      };
    }
    const address = targets.resolveAddress(account);
    return {
      ...account,
      mode,
      keychain,
      keychainMessage,
      keys: account.edition === 'gateway' ? KEY_OF_GATEWAY : info,
      signIn,
      endpoint: address.ok ? address.endpoint.origin : '',
    };
  }

  /** Whether the saved agent is signed in, or needs no sign-in. */
  function isSignedIn(): boolean {
    const { signIn } = deps;
    if (!signIn) return settings.get().account.edition !== 'gateway';
    return signIn.isStarting() || signIn.agent() === settings.get().account.agent;
  }

  function effectiveMode(): Settings['mode'] {
    const { mode } = settings.get();
    if (mode !== 'account') return mode;
    return deps.simulatorOnly || !isSignedIn() ? 'unconfigured' : mode;
  }

  function connection(): Connection | null {
    const mode = effectiveMode();
    if (mode === 'simulator') return simulator.connection();
    if (mode === 'unconfigured') return null;
    const gateway = targets.currentGateway();
    if (gateway) return deps.signIn ? { ...gateway, idToken: deps.signIn.idToken } : null;
    const target = targets.current();
    return target && toConnection(target);
  }

  function toConnection(target: AccountTarget): DirectConnection {
    return { ...target, ...keys.accessFor(target, targets.isTyped(target.endpoint)) };
  }

  const readForm = (typed: AccountForm) => readAccountForm(typed, { ...deps, targets, keys });

  async function connectionFromForm(typed: AccountForm): Promise<ConnectionResult> {
    if (deps.signIn) return { outcome: 'declined' };
    const read = readForm(typed);
    if (!read.ok) return { outcome: 'invalid', errors: read.errors };
    const { target, typedKeys, risk } = read;
    if (!(await confirmChange('check', toBinding(target), risk))) return { outcome: 'declined' };
    const connection = typedKeys
      ? { ...target, credentials: () => Promise.resolve(typedKeys) }
      : toConnection(target);
    return { outcome: 'ready', connection };
  }

  // Another agent does not see what was remembered of the last one. The settings change at once and their file is written later. Listeners run before any request for the new account.
  async function updateSettings(to: Partial<Settings>): Promise<SaveResult> {
    const last = settings.get().account.agent;
    const isOtherAgent = last !== '' && to.account !== undefined && !isSameAccount(last, to.account.agent);
    const saved = settings.update({ ...(isOtherAgent && NO_AGENT_MEMORY), ...to });
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
      await deps.signIn?.start();
      publish();
    },

    save: async (typed) => {
      // The window offers no form then. The agent is whoever signs in.
      if (deps.signIn) return { outcome: 'declined' };
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
      const { sdkAppId, edition } = settings.get().account;
      const hasAccount = sdkAppId !== null || edition === 'gateway';
      if (hasAccount && decisions === decision) await keys.refresh();
      if (decisions !== decision) return;
      await updateSettings({ mode: hasAccount ? 'account' : 'unconfigured' });
    },

    retryKeychain: async () => {
      if (deps.signIn?.agent() === null) await deps.signIn.start();
      await keys.refresh();
    },

    useSignedIn: async (agent) => {
      decisions += 1;
      await simulator.stop();
      await updateSettings({ mode: 'account', account: { ...settings.get().account, agent } });
    },

    leaveSignedIn: async (isWanted) => {
      decisions += 1;
      if (settings.get().mode === 'simulator') publish();
      else if (isWanted) await updateSettings({ mode: 'unconfigured' });
      else {
        publish();
        deps.onAccountChange();
      }
    },

    publish,
  };
}
