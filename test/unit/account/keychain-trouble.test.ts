import { describe, expect, test } from 'vitest';
import {
  explainKeychainError,
  tooLong,
  type KeychainSystem,
} from '../../../main/account/keychain-trouble.ts';
import { LINUX } from '../../support/unit/fake-keytar.ts';

const on = (platform: NodeJS.Platform): KeychainSystem => ({ platform, hasSessionBus: () => true });
const troubleOf = (words: string, system = LINUX) => explainKeychainError(new Error(words), system).trouble;

describe('sentences that are known', () => {
  test.each([
    ['Cannot create an item in a locked collection', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['The prompt was dismissed', 'denied'],
    ['User canceled the operation.', 'denied'],
    ['Timeout was reached', 'timedOut'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'missing'],
    ['GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable', 'missing'],
    ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'missing'],
  ] as const)('%s: %s', (words, trouble) => expect(troubleOf(words)).toBe(trouble));
});

describe('sentences that are not known claim nothing, and are handed on', () => {
  test.each([
    ['linux', '对象 /org/freedesktop/secrets/collection/login 已锁定'],
    ['linux', 'The object could not be unblocked'],
    ['darwin', '不允许用户交互。'],
    ['win32', '指定的登录会话不存在。可能已被终止。'],
    ['win32', 'The stub received bad data.'],
  ] as const)('%s: %s', (platform, words) =>
    expect(explainKeychainError(new Error(words), on(platform))).toEqual({ trouble: 'failed', words }),
  );

  test('on Windows in the wrong encoding, they are left out', () => {
    const garbled = Buffer.from([0xd5, 0xd2, 0xb2, 0xbb, 0xb5, 0xbd]).toString('utf8');
    expect(explainKeychainError(garbled, on('win32'))).toEqual({ trouble: 'failed', words: '' });
  });

  test('a key that is in them is masked', () => {
    const { words } = explainKeychainError('bad AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', LINUX);
    expect(words).not.toContain('AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE');
  });
});

test('without a session bus there is no keychain on Linux, whatever the words and their language', () => {
  const words = '没有 X11 $DISPLAY 无法自动启动 D-Bus';
  expect(troubleOf(words, { platform: 'linux', hasSessionBus: () => false })).toBe('missing');
  expect(troubleOf(words, { platform: 'win32', hasSessionBus: () => false })).toBe('failed');
});

test('Windows keeps 2,560 bytes, counted as UTF-8; the others have no limit of that kind', () => {
  expect(tooLong('x'.repeat(2_560), on('win32'))).toBe(false);
  expect(tooLong('x'.repeat(2_561), on('win32'))).toBe(true);
  expect(tooLong('密'.repeat(854), on('win32'))).toBe(true);
  expect(tooLong('x'.repeat(9_000), on('linux'))).toBe(false);
});
