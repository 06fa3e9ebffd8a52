/** The key in the Credential Manager of Windows: split over items of at most 2,560 bytes. */
import { describe, expect, test } from 'vitest';
import type { KeyBinding } from '../../../main/account/binding.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import { createFakeKeytar, LINUX, WINDOWS } from '../../support/unit/fake-keytar.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

const ITEM = 'Standby/Tencent Cloud API key';
const WINDOWS_LIMIT = 2_560;

const binding: KeyBinding = {
  origin: 'https://ccc.tencentcloudapi.com',
  sdkAppId: 1400692008,
  agent: '林美@example.com',
};

/** Different at each place, with a character of several bytes. */
const tokenOf = (length: number) =>
  Array.from({ length }, (_, index) => `${index}.`)
    .join('')
    .slice(0, length - 1) + '密';

const keyWith = (tokenLength: number) => ({
  credentials: {
    secretId: 'AKIDexample',
    secretKey: 'example',
    ...(tokenLength > 0 && { token: tokenOf(tokenLength) }),
  },
  binding,
});

function createWindows() {
  const keytar = createFakeKeytar(WINDOWS_LIMIT);
  return { keytar, keychain: createKeychain(keytar.load, createVirtualClock(), WINDOWS) };
}

test.each([0, 2_000, 2_300, 2_500, 4_096, 20_000])(
  'a key with a token of %i characters is stored and read back, in items that Windows accepts',
  async (length) => {
    const { keytar, keychain } = createWindows();
    expect(await keychain.write(keyWith(length))).toEqual({ ok: true, value: undefined });
    expect(await keychain.read()).toEqual({ ok: true, value: keyWith(length) });
    for (const item of keytar.items.values()) expect(Buffer.byteLength(item)).toBeLessThanOrEqual(2_400);
  },
);

test('a short key is one item in the format of earlier versions', async () => {
  const { keytar, keychain } = createWindows();
  await keychain.write(keyWith(0));
  expect([...keytar.items.keys()]).toEqual([ITEM]);
  expect(JSON.parse(keytar.items.get(ITEM) ?? '')).toMatchObject({ version: 2, secretId: 'AKIDexample' });
});

test('the first item is written last', async () => {
  const { keytar, keychain } = createWindows();
  await keychain.write(keyWith(4_096));
  expect([...keytar.items.keys()]).toEqual([`${ITEM} 2`, ITEM]);
});

test('other systems store any length in one item', async () => {
  const keytar = createFakeKeytar();
  await createKeychain(keytar.load, createVirtualClock(), LINUX).write(keyWith(4_096));
  expect([...keytar.items.keys()]).toEqual([ITEM]);
});

test('a shorter key leaves no part of the longer one before it', async () => {
  const { keytar, keychain } = createWindows();
  await keychain.write(keyWith(20_000));
  await keychain.write(keyWith(3_000));
  expect(keytar.items.size).toBe(2);
  await keychain.write(keyWith(0));
  expect([...keytar.items.keys()]).toEqual([ITEM]);
});

test('all items are deleted together, also those of an incomplete set', async () => {
  const { keytar, keychain } = createWindows();
  await keychain.write(keyWith(10_000));
  keytar.items.delete(`${ITEM} 3`);
  expect(await keychain.remove()).toEqual({ ok: true, value: undefined });
  expect([...keytar.items.keys()]).toEqual([]);

  await keychain.write(keyWith(10_000));
  keytar.items.delete(ITEM);
  expect(await keychain.deleteItem()).toEqual({ ok: true, value: true });
  expect(keytar.items.size).toBe(0);
  expect(await keychain.deleteItem()).toEqual({ ok: true, value: false });
});

describe('an incomplete set reads as no key:', () => {
  test.each<[what: string, damage: (items: Map<string, string>) => void]>([
    ['a part is missing', (items) => items.delete(`${ITEM} 2`)],
    ['a part is of another key', (items) => items.set(`${ITEM} 2`, 'T'.repeat(2_400))],
    ['the count is another', (items) => items.set(ITEM, (items.get(ITEM) ?? '').replace(/^(\D+)\d+/, '$12'))],
    [
      'the count is excessive',
      (items) => items.set(ITEM, (items.get(ITEM) ?? '').replace(/^(\D+)\d+/, '$199')),
    ],
  ])('%s', async (_what, damage) => {
    const { keytar, keychain } = createWindows();
    await keychain.write(keyWith(8_000));
    expect(keytar.items.size).toBe(4);
    damage(keytar.items);
    expect(await keychain.read()).toEqual({ ok: true, value: null });
  });
});

test('a key longer than all items together is refused and nothing is written', async () => {
  const { keytar, keychain } = createWindows();
  const failure = { ok: false, error: 'tooLong', message: '' };
  expect(await keychain.write(keyWith(40_000))).toEqual(failure);
  expect(keytar.calls).toEqual([]);
});

describe('a refused key', () => {
  test('is too long if a short text is accepted, which is deleted again', async () => {
    const keytar = createFakeKeytar(500);
    const keychain = createKeychain(keytar.load, createVirtualClock(), WINDOWS);
    expect(await keychain.write(keyWith(2_000))).toEqual({ ok: false, error: 'tooLong', message: '' });
    expect(keytar.items.size).toBe(0);
  });

  test('is a failure of the Credential Manager if a short text is refused too', async () => {
    const { keytar, keychain } = createWindows();
    keytar.fail('拒绝访问。');
    expect(await keychain.write(keyWith(2_000))).toEqual({
      ok: false,
      error: 'failed',
      message: '拒绝访问。',
    });
  });
});

test('a write that ends after its time limit reports its result then', async () => {
  const keytar = createFakeKeytar(500);
  const time = createVirtualClock();
  const keychain = createKeychain(keytar.load, time, WINDOWS);
  keytar.hang();
  const writing = keychain.write(keyWith(100));
  await time.advance(20_000);
  const timedOut = await writing;
  expect(timedOut).toMatchObject({ ok: false, error: 'timedOut' });
  keytar.work();
  keytar.release('locked up');
  expect(await (timedOut.ok ? undefined : timedOut.late)).toEqual({
    ok: false,
    error: 'tooLong',
    message: '',
  });
});
