import { expect, test } from 'vitest';
import { reuseUnchanged } from '../../../renderer/reuse-unchanged.ts';

const createTree = () => ({
  agent: { status: 'free', since: 1 },
  notices: [{ kind: 'one' }, { kind: 'two' }],
  route: 'main',
});

test('a snapshot with the same content is replaced by the previous one', () => {
  const previous = createTree();
  expect(reuseUnchanged(previous, createTree())).toBe(previous);
});

test('of a changed snapshot the unchanged parts are the previous objects', () => {
  const previous = createTree();
  const next = { ...createTree(), agent: { status: 'rest', since: 2 } };
  const result = reuseUnchanged(previous, next);
  expect(result).toBe(next);
  expect(result).toEqual({ ...createTree(), agent: { status: 'rest', since: 2 } });
  expect(result.notices).toBe(previous.notices);
  expect(result.agent).not.toBe(previous.agent);
});

test.each([
  ['a longer list', [{ kind: 'one' }, { kind: 'two' }, { kind: 'three' }]],
  ['a shorter list', [{ kind: 'one' }]],
  ['an empty list', []],
])('%s is a change, and its equal entries are the previous objects', (_, notices) => {
  const previous = createTree();
  const result = reuseUnchanged(previous, { ...createTree(), notices });
  expect(result.notices).toEqual(notices);
  expect(result.notices).not.toBe(previous.notices);
  expect(result.notices.filter((entry) => previous.notices.includes(entry))).toHaveLength(
    Math.min(notices.length, 2),
  );
});

test.each<[name: string, previous: unknown, next: unknown]>([
  ['null and an object', { a: null }, { a: {} }],
  ['an object and null', { a: {} }, { a: null }],
  ['an empty list and an empty object', { a: [] }, { a: {} }],
  ['undefined and a missing member', { a: undefined }, { b: undefined }],
])('%s are different', (_, previous, next) => {
  expect(reuseUnchanged(previous, next)).toBe(next);
});

test('the first snapshot is returned as it is', () => {
  const first = createTree();
  expect(reuseUnchanged(null, first)).toBe(first);
});
