/** An account service with a fake keychain, and settings in memory. */
import { createAccount } from '../../../../main/account/account.ts';
import { createKeychain } from '../../../../main/account/keychain.ts';
import { createCredentialStore } from '../../../../main/account/credential-store.ts';
import type { RunningSimulator } from '../../../../main/account/simulator-run.ts';
import { defaultSettings, type Settings } from '../../../../main/settings/schema.ts';
import type { AccountForm } from '../../../../shared/ipc/forms.ts';
import type { Notice } from '../../../../shared/notice.ts';
import { createFakeKeytar, LINUX } from '../../../support/unit/fake-keytar.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

/** An account as it is typed. */
export const form: AccountForm = {
  edition: 'international',
  customAddress: '',
  sdkAppId: '1400692008',
  agent: 'mei.lin@example.com',
  secretId: 'AKIDfirstsecretidAAAA',
  secretKey: 'firstSecretKey',
  token: '',
  keyStorage: 'keychain',
};
/** The same account with another key. */
export const other = { ...form, secretId: 'AKIDothersecretidBBBB', secretKey: 'otherSecretKey' };
/** Service and account of the keychain's item. */
export const ITEM = 'Standby/Tencent Cloud API key';
/** Time limit of a call to the keychain. */
export const LIMIT_MS = 20_000;

/** Creates the account service. `startSimulator` gets a simulator that runs; by default it is started at once. */
export function createHarness(
  startSimulator: (simulator: RunningSimulator) => Promise<RunningSimulator> = (simulator) =>
    Promise.resolve(simulator),
) {
  const keytar = createFakeKeytar();
  const time = createVirtualClock();
  const notices: Notice[] = [];
  let settings: Settings = defaultSettings('linux');
  const faults: unknown[] = [];
  const endpoint = { origin: 'http://127.0.0.1:1', host: '127.0.0.1:1', edition: 'custom' as const };
  const connection = { endpoint, sdkAppId: 1, agent: 'play', credentials: () => Promise.resolve(null) };
  const simulators = { started: 0, closed: 0 };
  const simulator: RunningSimulator = {
    connection,
    close: () => {
      simulators.closed += 1;
      return Promise.resolve();
    },
  };
  const account = createAccount({
    settings: {
      get: () => settings,
      update: (change) => {
        settings = { ...settings, ...change };
        return Promise.resolve(null);
      },
    },
    simulatorOnly: false,
    policy: {},
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    createCredentialStore: (onChange) =>
      createCredentialStore(createKeychain(keytar.load, time, LINUX), onChange),
    startSimulator: () => {
      simulators.started += 1;
      return startSimulator(simulator);
    },
    onChange: () => {},
    onNotice: (notice) => notices.push(notice),
    onAccountChange: () => {},
    time,
    onError: (error) => faults.push(error),
  });
  /** Saves, and lets the time limit pass while the keychain prompts the user. */
  const saveSlowly = async (typed: AccountForm) => {
    keytar.hang();
    const saving = account.save(typed);
    await time.advance(LIMIT_MS);
    return saving;
  };
  return {
    ...{ keytar, time, notices, account, faults, saveSlowly, simulators },
    mode: () => settings.mode,
    settings: () => settings,
    change: (change: Partial<Settings>) => {
      settings = { ...settings, ...change };
    },
  };
}
