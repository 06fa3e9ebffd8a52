/** The account service with the company's sign-in: provider, STS and settings file are real, the keychain is a fake. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';
import { isGateway } from '../../../../main/account/account-target.ts';
import { createAccount } from '../../../../main/account/account.ts';
import { createCredentialStore } from '../../../../main/account/credential-store.ts';
import { createKeychain } from '../../../../main/account/keychain.ts';
import type { RunningSimulator } from '../../../../main/account/simulator-run.ts';
import { createSignInService } from '../../../../main/app/services/sign-in-service.ts';
import { diagnostics } from '../../../../main/app/diagnostics.ts';
import type { Policy } from '../../../../main/settings/policy/policy-schema.ts';
import { managedSettings } from '../../../../main/settings/policy/managed-settings.ts';
import { defaultSettings } from '../../../../main/settings/schema.ts';
import { openSettings } from '../../../../main/settings/settings-file.ts';
import { systemClock } from '../../../../shared/clock.ts';
import type { AccountState } from '../../../../shared/state.ts';
import { appState } from '../../../support/app-state.ts';
import { serve } from '../../../support/hostile-server.ts';
import { createFakeKeytar, LINUX } from '../../../support/unit/fake-keytar.ts';
import { languages } from '../../../support/texts.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';
import { createMovableClock, policy as signInPolicy } from './sign-in-harness.ts';
import { startIssuer } from './test-issuer.ts';

type Parts = {
  keytar: ReturnType<typeof createFakeKeytar>;
  folder: string;
  issuer: Awaited<ReturnType<typeof startIssuer>>;
};

/** The account at the company's gateway instead of the contact center. */
export const OF_GATEWAY: Policy = {
  gateway: { address: 'https://gateway.example.com/' },
  signIn: {
    issuer: signInPolicy.issuer,
    clientId: signInPolicy.clientId,
    scopes: signInPolicy.scopes,
    accountClaim: signInPolicy.accountClaim,
    durationSeconds: 43_200,
    deviceCode: false,
  },
};

/**
 * @param parts of an earlier start, which this one follows
 * @param otherPolicy instead of one with a role at Tencent Cloud
 */
export async function createSignedInAccount(parts?: Parts, otherPolicy?: Policy) {
  const { time, move } = createMovableClock();
  const issuer = parts?.issuer ?? (await startIssuer(time.now));
  const keytar = parts?.keytar ?? createFakeKeytar();
  const folder = parts?.folder ?? mkdtempSync(join(tmpdir(), 'standby-sign-in-'));
  if (!parts) onTestFinished(() => removeFolder(folder));

  /** The temporary keys that STS has issued. */
  const keys: string[] = [];
  const stsAddress = await serve((request, response) => {
    void text(request).then(() => {
      const part = () => {
        const made = randomBytes(24).toString('base64url');
        keys.push(made);
        return made;
      };
      const Credentials = { TmpSecretId: `AKID${part()}`, TmpSecretKey: part(), Token: part() };
      const ExpiredTime = Math.floor(time.now() / 1000) + 43_200;
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ Response: { Credentials, ExpiredTime, RequestId: 'r' } }));
    });
  });

  const signInOfPolicy = otherPolicy?.signIn ?? { ...signInPolicy, stsAddress };
  const policy: Policy = otherPolicy ?? {
    edition: 'custom',
    customAddress: 'https://ccc.example.com/',
    sdkAppId: 1400692008,
    signIn: signInOfPolicy,
  };
  const settings = managedSettings(openSettings(folder, defaultSettings('linux'), systemClock).file, policy);
  const keychain = createKeychain(keytar.load, time, LINUX);
  const logged: string[] = [];
  const published: AccountState[] = [];
  const opened: string[] = [];
  const faults: unknown[] = [];
  let changes = 0;
  const simulators = { closed: 0 };

  const signIn = createSignInService({
    policy: signInOfPolicy,
    edition: policy.edition ?? 'custom',
    settings,
    time,
    fetch,
    fetchIssuer: issuer.fetch,
    keychain: keychain.signIn,
    openBrowser: (address) => {
      opened.push(address);
      return Promise.resolve(true);
    },
    randomText: () => randomBytes(32).toString('base64url'),
    isIdle: () => true,
    language: () => 'en',
    translateInto: languages.translateInto,
    log: (message) => void logged.push(message),
  });
  const endpoint = { origin: 'http://127.0.0.1:1', host: '127.0.0.1:1', edition: 'custom' as const };
  const simulator: RunningSimulator = {
    connection: { endpoint, sdkAppId: 1, agent: 'play', credentials: () => Promise.resolve(null) },
    close: () => {
      simulators.closed += 1;
      return Promise.resolve();
    },
  };
  const account = createAccount({
    settings,
    policy,
    plainHttp: false,
    signIn,
    issuer: signIn.issuer,
    simulatorOnly: false,
    confirm: () => Promise.resolve(true),
    createCredentialStore: (onChange) => createCredentialStore(keychain, onChange),
    startSimulator: () => Promise.resolve(simulator),
    onChange: (state) => void published.push(state),
    onNotice: () => {},
    onAccountChange: () => {
      changes += 1;
    },
    time,
    onError: (error) => void faults.push(error),
  });
  signIn.connect(account);

  const until = (step: string) =>
    vi.waitFor(() => {
      const shown = account.publicState().signIn?.step;
      if (shown !== step) throw new Error(`the step is ${String(shown)}`);
    }, 20_000);
  /** Signs in, in the browser. Returns the page at its end. */
  const enter = async (ending: 'signedIn' | 'signedOut' = 'signedIn') => {
    signIn.begin('browser');
    await until('browser');
    const response = await fetch(issuer.authorize(opened.at(-1) ?? ''));
    await until(ending);
    return response.text();
  };
  /** Everything that leaves the memory of the main process, or is shown: not the keychain. */
  const everythingSaid = () => {
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const state = { ...appState(), account: account.publicState() };
    const report = diagnostics(state, time.now(), {}, { installation: '', issuer: signInOfPolicy.issuer });
    return [JSON.stringify(published), logged.join('\n'), ...files, report, faults.map(String).join()].join(
      '\n',
    );
  };
  return {
    account,
    /** Null while nothing is set up. */
    direct: () => {
      const connection = account.connection();
      if (connection && isGateway(connection)) throw new Error('an account of a gateway');
      return connection;
    },
    signIn,
    settings,
    issuer,
    keytar,
    folder,
    keys,
    logged,
    published,
    simulators,
    move,
    enter,
    until,
    everythingSaid,
    changes: () => changes,
    mode: () => account.publicState().mode,
  };
}
