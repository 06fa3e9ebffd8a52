import { describe, expect, test } from 'vitest';
import { toKeychainError, type KeychainSystem } from '../../../main/account/keychain-error.ts';
import { LINUX, WINDOWS } from '../../support/unit/fake-keytar.ts';

const on = (platform: NodeJS.Platform): KeychainSystem => ({ platform, hasSessionBus: () => true });
const errorOf = (message: string, system = LINUX) => toKeychainError(new Error(message), system).error;

describe('a known message', () => {
  test.each([
    ['Cannot create an item in a locked collection', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['The prompt was dismissed', 'denied'],
    ['User canceled the operation.', 'denied'],
    ['Timeout was reached', 'timedOut'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'missing'],
    ['GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable', 'missing'],
    ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'missing'],
  ] as const)('%s: %s', (message, error) => expect(errorOf(message)).toBe(error));
});

describe('an unknown message is a general failure and passed on', () => {
  test.each([
    ['linux', '对象 /org/freedesktop/secrets/collection/login 已锁定'],
    ['linux', 'The object could not be unblocked'],
    ['darwin', '不允许用户交互。'],
    ['win32', '指定的登录会话不存在。可能已被终止。'],
    ['win32', 'The stub received bad data.'],
  ] as const)('%s: %s', (platform, message) =>
    expect(toKeychainError(new Error(message), on(platform))).toEqual({ error: 'failed', message }),
  );

  test('and dropped on Windows if it has the wrong encoding', () => {
    const garbled = Buffer.from([0xd5, 0xd2, 0xb2, 0xbb, 0xb5, 0xbd]).toString('utf8');
    expect(toKeychainError(garbled, on('win32'))).toEqual({ error: 'failed', message: '' });
  });

  test('and a key in it is masked', () => {
    const { message } = toKeychainError('bad AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', LINUX);
    expect(message).not.toContain('AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE');
  });
});

test('without a session bus there is no keychain on Linux, whatever the message and its language', () => {
  const message = '没有 X11 $DISPLAY 无法自动启动 D-Bus';
  expect(errorOf(message, { platform: 'linux', hasSessionBus: () => false })).toBe('missing');
  expect(errorOf(message, { platform: 'win32', hasSessionBus: () => false })).toBe('failed');
});

test.each([
  'The stub received bad data.',
  'Access is denied.',
  'A specified logon session does not exist. It may already have been terminated.',
  '拒绝访问。',
  'Cannot find module keytar.node',
])('on Windows no message decides: %s', (message) => {
  expect(errorOf(message, WINDOWS)).toBe('failed');
});
