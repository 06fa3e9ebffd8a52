/** Where the gateway's key comes from: variables, a file that is only its owner's, or a program. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServiceKeys, type ServiceKeys } from '../../../../gateway/config/service-keys.ts';
import type { GatewayConfig } from '../../../../gateway/config/config-schema.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

const ID = 'AKIDexampleexample';
const SECRET = 'Gu5t9xGARNpq86cd98joQYCN3';
const variables = { STANDBY_GATEWAY_SECRET_ID: ID, STANDBY_GATEWAY_SECRET_KEY: SECRET };
const output = { SecretId: ID, SecretKey: SECRET };
const credentials = { secretId: ID, secretKey: SECRET };

let folder: string;
let clock: VirtualClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-gateway-'));
  clock = createVirtualClock();
});
afterEach(() => removeFolder(folder));

async function open(
  key?: GatewayConfig['key'],
  environment: Record<string, string> = {},
): Promise<ServiceKeys> {
  const result = await openServiceKeys({ key, environment, clock });
  if (!result.ok) throw new Error(result.error);
  return result.keys;
}

async function errorOf(
  key?: GatewayConfig['key'],
  environment: Record<string, string> = {},
): Promise<string> {
  const result = await openServiceKeys({ key, environment, clock });
  if (result.ok) throw new Error('it was accepted');
  expect(result.error).not.toContain(SECRET);
  return result.error;
}

function keyFile(content: unknown, mode = 0o600): string {
  const path = join(folder, 'key.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return path;
}

/** A program in JavaScript. */
function keyProgram(source: string, timeoutSeconds = 60) {
  const program = join(folder, 'issue-key');
  writeFileSync(program, `#!${process.execPath}\n${source}`, { mode: 0o755 });
  return { program, arguments: ['--for', 'ccc $(id)'], timeoutSeconds };
}

describe('from the environment', () => {
  it('a key, with or without a token', async () => {
    expect(await (await open(undefined, variables)).credentials()).toEqual(credentials);
    const withToken = await open(undefined, { ...variables, STANDBY_GATEWAY_TOKEN: 'a-token' });
    expect(await withToken.credentials()).toEqual({ ...credentials, token: 'a-token' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'There is no key: set "key", or STANDBY_GATEWAY_SECRET_ID.'],
    ['half a key', { STANDBY_GATEWAY_SECRET_KEY: SECRET }, 'belong together'],
    ['a token alone', { STANDBY_GATEWAY_TOKEN: SECRET }, 'belong together'],
    ['spaces', { ...variables, STANDBY_GATEWAY_SECRET_ID: '  ' }, 'belong together'],
    [
      'a line break',
      { ...variables, STANDBY_GATEWAY_TOKEN: `${SECRET}\nX: y` },
      'STANDBY_GATEWAY_TOKEN: has',
    ],
  ])('%s is refused', async (_what, environment, error) => {
    expect(await errorOf(undefined, environment)).toContain(error);
  });

  it.each(Object.entries({ ...variables, STANDBY_GATEWAY_TOKEN: 'a-token' }))(
    'and from the configuration at once is refused: %s',
    async (name, value) => {
      expect(await errorOf({ file: keyFile(output) }, { [name]: value })).toContain('use one of them');
    },
  );
});

describe('from a file', () => {
  it('a key, and a new one after the service has refused it', async () => {
    const keys = await open({ file: keyFile(output) });
    expect(await keys.credentials()).toEqual(credentials);
    keyFile({ ...output, SecretId: 'AKIDnext' });
    expect(await keys.credentials()).toEqual(credentials);
    keys.invalidate();
    const next = keys.credentials();
    await clock.advance(1_000);
    expect(await next).toEqual({ ...credentials, secretId: 'AKIDnext' });
  });

  it('a temporary key, and the next one before it ends', async () => {
    const seconds = clock.now() / 1_000;
    const keys = await open({ file: keyFile({ ...output, Token: 'one', Expiration: seconds + 3_600 }) });
    expect(await keys.credentials()).toMatchObject({ token: 'one' });
    keyFile({ ...output, Token: 'two', Expiration: seconds + 7_200 });
    await clock.advance(3_600_000);
    expect(await keys.credentials()).toMatchObject({ token: 'two' });
  });

  it.each([0o640, 0o604, 0o660, 0o644, 0o601])(
    'that others may use is refused: mode %i in decimal',
    async (mode) => {
      expect(await errorOf({ file: keyFile(output, mode) })).toContain('have the mode 0600');
    },
  );

  it('of the mode 0400 is read', async () => {
    expect(await (await open({ file: keyFile(output, 0o400) })).credentials()).toEqual(credentials);
  });

  it('is judged by what a link leads to', async () => {
    const link = join(folder, 'link');
    symlinkSync(keyFile(output, 0o644), link);
    expect(await errorOf({ file: link })).toContain('have the mode 0600');
  });

  it.each<[string, unknown, string]>([
    ['that is no JSON', SECRET, 'KeyProgram.NotJson'],
    ['with half a key', { SecretKey: SECRET }, 'SecretId'],
    ['with a line break', { SecretId: ID, SecretKey: `${SECRET}\n` }, 'SecretKey'],
    ['that has ended', { ...output, Expiration: 1 }, 'Expired'],
    ['that is too large', ' '.repeat(65_537), 'is too large'],
  ])('%s is refused', async (_what, content, error) => {
    expect(await errorOf({ file: keyFile(content) })).toContain(error);
  });

  it('that is a pipe, a folder, or missing does not block', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    expect(await errorOf({ file: pipe })).toContain('is not a regular file');
    expect(await errorOf({ file: folder })).toContain('is not a regular file');
    expect(await errorOf({ file: join(folder, 'missing') })).toContain('ENOENT');
  });
});

describe('from a program', () => {
  it('a key; the program runs without a shell and without the gateway’s secrets', async () => {
    const source = `
      const [, , ...given] = process.argv;
      const names = Object.keys(process.env).filter((name) => name.startsWith('STANDBY_GATEWAY_'));
      const Token = Buffer.from(JSON.stringify({ given, names, tenant: process.env.TENANT })).toString('hex');
      console.log(JSON.stringify({ ...${JSON.stringify(output)}, Token }));
    `;
    const environment = { STANDBY_GATEWAY_REDIS_PASSWORD: 'x', TENANT: 'seven' };
    const found = await (await open(keyProgram(source), environment)).credentials();
    if (found === null || !('token' in found)) throw new Error('a token was expected');
    expect(JSON.parse(Buffer.from(found.token ?? '', 'hex').toString())).toEqual({
      given: ['--for', 'ccc $(id)'],
      names: [],
      tenant: 'seven',
    });
  });

  it('one run for many requests, and another one after the service has refused the key', async () => {
    const source = `
      const { appendFileSync, readFileSync } = require('node:fs');
      appendFileSync(${JSON.stringify(join(folder, 'runs'))}, 'x');
      const Token = readFileSync(${JSON.stringify(join(folder, 'runs'))}, 'utf8');
      console.log(JSON.stringify({ ...${JSON.stringify(output)}, Token }));
    `;
    const keys = await open(keyProgram(source));
    const all = await Promise.all(Array.from({ length: 20 }, () => keys.credentials()));
    expect(new Set(all.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ ...credentials, token: 'x' })]),
    );
    keys.invalidate();
    const next = keys.credentials();
    // Not within a second of the run before, whatever the service refuses.
    await clock.advance(999);
    expect(clock.pending()).toBe(1);
    await clock.advance(1);
    expect(await next).toMatchObject({ token: 'xx' });
  });

  it.each<[string, string, object]>([
    ['fails', 'process.exit(3)', { kind: 'keyProgramFailed', code: 'KeyProgram.Exit3' }],
    [
      'is killed',
      "process.kill(process.pid, 'SIGTERM')",
      { kind: 'keyProgramFailed', code: 'KeyProgram.SIGTERM' },
    ],
    ['prints no key', "console.log('hello')", { kind: 'keyProgramInvalid', code: 'KeyProgram.NotJson' }],
    [
      'prints without end',
      "for (;;) console.log('x'.repeat(1000))",
      { kind: 'keyProgramInvalid', code: 'KeyProgram.TooLong' },
    ],
  ])('that %s is named, and its text is not', async (_what, source, failure) => {
    const program = keyProgram(`console.error(${JSON.stringify(SECRET)});${source}`);
    const found = await (await open(program)).credentials();
    expect(found).toMatchObject(failure);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  it('that is missing or no program is named', async () => {
    const spec = { arguments: [], timeoutSeconds: 60 };
    const missing = await open({ ...spec, program: join(folder, 'missing') });
    expect(await missing.credentials()).toMatchObject({ code: 'KeyProgram.NotStarted' });
    expect(await errorOf({ ...spec, program: 'issue-key' })).toBe('key.program: must be an absolute path.');
  });

  it('that hangs is killed with its children', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const child = `require('node:net').connect(${port}, '127.0.0.1'); setInterval(() => {}, 1000)`;
    const source = `
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
      setInterval(() => {}, 1000);
    `;
    const connected = once(server, 'connection');
    const found = (await open(keyProgram(source, 10))).credentials();
    const [socket] = (await connected) as [Socket];
    // The connection of the child ends with the child.
    const ended = new Promise((resolve) =>
      socket
        .on('error', () => {})
        .once('close', resolve)
        .resume(),
    );
    await clock.advance(10_000);
    expect(await found).toMatchObject({ kind: 'keyProgramTimedOut', code: 'KeyProgram.TimedOut' });
    await ended;
    server.close();
  });
});
