import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLocales } from '../../../main/app/locales.ts';

const folder = join(import.meta.dirname, '../../../assets/locales');

test.each([
  ['secretService', 'Your keyring is locked', 'Kept in your keyring', '密钥环已锁定'],
  ['macKeychain', 'Your keychain is locked', 'Kept in your keychain', '钥匙串已锁定'],
  ['windowsCredentials', 'Credential Manager is locked', 'Kept in Credential Manager', '凭据管理器已锁定'],
] as const)('on a system with %s, texts call it by its name', (system, atStart, inSentence, chinese) => {
  const { translateInto } = openLocales(folder, system);
  expect(translateInto('en')('keychain.locked.headline')).toBe(atStart);
  expect(translateInto('en')('window.account.storedIn.keychain')).toBe(inSentence);
  expect(translateInto('zh-CN')('keychain.locked.headline')).toBe(chinese);
});
