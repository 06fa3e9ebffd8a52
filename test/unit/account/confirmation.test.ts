import { expect, test } from 'vitest';
import { createConfirmation, type AccountChange } from '../../../main/account/confirmation.ts';
import { toBinding, type AccountTarget } from '../../../main/account/account-target.ts';

const inUse: AccountTarget = {
  endpoint: {
    edition: 'mainland',
    origin: 'https://ccc.tencentcloudapi.com',
    host: 'ccc.tencentcloudapi.com',
  },
  sdkAppId: 1400692008,
  agent: 'mei.lin@example.com',
};
const mine = toBinding(inUse);
const typed = { ...mine, origin: 'https://ccc.example.com' };
const TENCENT = { hasTypedAddress: false, hasUnboundKey: false };
const TYPED = { hasTypedAddress: true, hasUnboundKey: false };
const ISSUED = { hasTypedAddress: false, hasUnboundKey: true };
const others = { ...mine, agent: 'supervisor@example.com' };

function createHarness(
  current: AccountTarget | null,
  answer: () => Promise<boolean> = () => Promise.resolve(true),
) {
  const prompts: AccountChange[] = [];
  const faults: unknown[] = [];
  const confirm = createConfirmation({
    current: () => current,
    prompt: (change) => {
      prompts.push(change);
      return answer();
    },
    onError: (error) => faults.push(error),
  });
  return { confirm, prompts, faults };
}

test('a first account at Tencent Cloud needs no confirmation, a typed address needs one for test and save together', async () => {
  const { confirm, prompts } = createHarness(null);
  expect(await confirm('save', mine, TENCENT)).toBe(true);
  expect(prompts).toEqual([]);
  expect(await confirm('check', typed, TYPED)).toBe(true);
  expect(await confirm('save', typed, TYPED)).toBe(true);
  expect(prompts).toEqual([{ from: null, to: typed }]);
});

test('the saved account is tested and saved without a confirmation; another agent needs one for each change', async () => {
  const { confirm, prompts } = createHarness(inUse);
  expect(await confirm('check', mine, TENCENT)).toBe(true);
  expect(await confirm('save', mine, TENCENT)).toBe(true);
  expect(prompts).toEqual([]);
  expect(await confirm('save', others, TENCENT)).toBe(true);
  expect(prompts).toEqual([{ from: mine, to: others }]);
});

test('a declined or failed prompt is opened again', async () => {
  const declined = createHarness(inUse, () => Promise.resolve(false));
  expect(await declined.confirm('save', others, TENCENT)).toBe(false);
  expect(await declined.confirm('save', others, TENCENT)).toBe(false);
  expect(declined.prompts).toHaveLength(2);
  const failing = createHarness(inUse, () => Promise.reject(new Error('no display')));
  expect(await failing.confirm('check', typed, TYPED)).toBe(false);
  expect(failing.faults).toHaveLength(1);
  expect(await failing.confirm('check', typed, TYPED)).toBe(false);
});

test('only one prompt is open at a time: calls in the meantime are declined', async () => {
  let answer: (agreed: boolean) => void = () => {};
  const { confirm, prompts } = createHarness(inUse, () => new Promise((resolve) => (answer = resolve)));
  const first = confirm('save', others, TENCENT);
  expect(await confirm('check', typed, TYPED)).toBe(false);
  answer(true);
  expect(await first).toBe(true);
  expect(prompts).toHaveLength(1);
});

test('an issued key signs for the saved account without a confirmation; for another, also to test it, it needs one', async () => {
  const { confirm, prompts } = createHarness(inUse);
  expect(await confirm('check', mine, ISSUED)).toBe(true);
  expect(await confirm('save', mine, ISSUED)).toBe(true);
  expect(prompts).toEqual([]);
  expect(await confirm('check', others, ISSUED)).toBe(true);
  expect(await confirm('save', others, ISSUED)).toBe(true);
  expect(prompts).toEqual([{ from: mine, to: others }]);
  const otherApplication = { ...mine, sdkAppId: 1400000001 };
  expect(await confirm('check', otherApplication, ISSUED)).toBe(true);
  expect(prompts[1]).toEqual({ from: mine, to: otherApplication });
});

test('a first account with an issued key needs a confirmation: the key signs for each agent', async () => {
  const { confirm, prompts } = createHarness(null, () => Promise.resolve(false));
  expect(await confirm('check', mine, ISSUED)).toBe(false);
  expect(await confirm('save', mine, ISSUED)).toBe(false);
  expect(prompts).toEqual([
    { from: null, to: mine },
    { from: null, to: mine },
  ]);
});
