/**
 * The switch between two accounts is immediate: no request for the old account can end up in the state of the new one.
 */
import { expect, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { createCredentialStore } from '../../../main/account/credential-store.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';
import { folderOfTest } from './support/programs.ts';

const never = () => new Promise<never>(() => {});

test('a switch of account takes effect at once, while a slow disk still saves the settings', async () => {
  const time = createVirtualClock();
  const { file } = openSettings(folderOfTest(), defaultSettings('linux'), time);
  const changes: { agent: string | undefined; while: 'notSaved' | 'saved' }[] = [];
  let finishSaving = () => {};
  let saving: 'notSaved' | 'saved' = 'saved';
  const account = createAccount({
    settings: {
      get: file.get,
      update: (change) => {
        saving = 'notSaved';
        const saved = file.update(change);
        const released = new Promise<void>((resolve) => {
          finishSaving = resolve;
        });
        return released.then(() => saved);
      },
    },
    policy: {},
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    simulatorOnly: false,
    createCredentialStore: (onChange) =>
      createCredentialStore(
        { read: never, write: never, remove: never, isBusy: () => false, close: () => Promise.resolve() },
        onChange,
      ),
    startSimulator: () =>
      Promise.resolve({
        connection: {
          endpoint: endpointAt('http://127.0.0.1:40001'),
          sdkAppId: 1400000000,
          agent: 'you@simulator.example',
          credentials: () => Promise.resolve(testKey),
        },
        close: () => Promise.resolve(),
      }),
    onChange: () => {},
    onNotice: () => {},
    onAccountChange: () => changes.push({ agent: account.connection()?.agent, while: saving }),
    time,
    onError: (error) => {
      throw error;
    },
  });

  const using = account.useSimulator();
  await time.advance(0);
  expect(account.connection()?.agent).toBe('you@simulator.example');
  expect(changes).toEqual([{ agent: 'you@simulator.example', while: 'notSaved' }]);
  finishSaving();
  await using;
  expect(changes).toHaveLength(1);
});
