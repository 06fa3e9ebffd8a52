/** Faulty sources of credentials: the keychain and the credential process. Each call behaves as the test decides. */
import type { KeyBinding } from '../../../../main/account/binding.ts';
import type { KeytarPort } from '../../../../main/account/keychain-items.ts';
import type { ProcessResult, RunProcess } from '../../../../main/process/run-process.ts';
import type { Credentials } from '../../../../tencent/client.ts';
import type { Clock } from '../../../../shared/clock.ts';

/** `never` is answered when all ports work again, like a prompt that the user answers at last. */
export type KeychainBehavior =
  'works' | 'late' | 'empty' | 'damaged' | 'rejects' | 'rejectsNothing' | 'throws' | 'never';

export type ProgramBehavior =
  'works' | 'late' | 'expired' | 'fails' | 'notJson' | 'deep' | 'killed' | 'rejects' | 'throws' | 'never';

type KeysDeps = { time: Clock; keys: Credentials; echo: string };

const LATE_MS = 9_000;

/** @param account the account that the key was entered for */
export function hostileKeychain(
  { time, keys, echo }: KeysDeps,
  account: KeyBinding,
  behavior: () => KeychainBehavior,
) {
  const waiting: (() => void)[] = [];
  const text = JSON.stringify({ version: 2, ...keys, account });
  const read = (): Promise<string | null> => {
    switch (behavior()) {
      case 'works':
        return Promise.resolve(text);
      case 'late':
        return new Promise((resolve) => time.setTimer(LATE_MS, () => resolve(text)));
      case 'empty':
        return Promise.resolve(null);
      case 'damaged':
        return Promise.resolve(`{"secretId":${text}`);
      case 'rejects':
        return Promise.reject(new Error(`The collection is locked: secretKey=${keys.secretKey} ${echo}`));
      case 'rejectsNothing':
        // A native module may reject with any value.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        return Promise.reject(undefined);
      case 'throws':
        throw new Error('the keychain throws');
      case 'never':
        return new Promise((resolve) => waiting.push(() => resolve(text)));
    }
  };
  const port: KeytarPort = {
    getPassword: read,
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
  };
  return {
    load: () => port,
    release: () => {
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

export function hostileProgram({ time, keys, echo }: KeysDeps, behavior: () => ProgramBehavior): RunProcess {
  const exited = (code: number, stdout: string, stderr = ''): ProcessResult => ({
    exit: { reason: 'exited', code },
    stdout,
    stderr,
  });
  const printed = (expiration: number | null) =>
    JSON.stringify({
      SecretId: keys.secretId,
      SecretKey: keys.secretKey,
      Token: keys.token,
      Expiration: expiration,
    });
  return () => {
    const inAnHour = Math.floor(time.now() / 1000) + 3_600;
    switch (behavior()) {
      case 'works':
        return Promise.resolve(exited(0, printed(inAnHour)));
      case 'late':
        return new Promise((resolve) => time.setTimer(LATE_MS, () => resolve(exited(0, printed(null)))));
      case 'expired':
        return Promise.resolve(exited(0, printed(1), echo));
      case 'fails':
        return Promise.resolve(exited(3, printed(inAnHour), `no ticket for ${echo}`));
      case 'notJson':
        return Promise.resolve(exited(0, printed(null).slice(1), echo));
      case 'deep':
        return Promise.resolve(exited(0, `{"x":${'['.repeat(200)}`, echo));
      case 'killed':
        return Promise.resolve({ exit: { reason: 'killed', signal: 'SIGSEGV' }, stdout: '', stderr: '' });
      case 'rejects':
        return Promise.reject(new Error(`the program rejects: ${echo}`));
      case 'throws':
        throw new Error('the program throws');
      case 'never':
        return new Promise(() => {});
    }
  };
}
