/** The templates for group policies: valid, complete, and written as the app reads them. */
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatAdml, formatAdmx } from '../../../main/settings/policy/templates/group-policy.ts';
import { SETTING_TEXTS } from '../../../main/settings/policy/templates/template-texts.ts';
import { parsePolicyKey } from '../../../main/settings/policy/policy.ts';
import { POLICY_KEY } from '../../../main/settings/policy/registry.ts';
import type { RegistryValue } from '../../../main/settings/policy/registry-export.ts';
import { managedSetting, type ManagedSetting } from '../../../shared/state.ts';
import { languages } from '../../support/texts.ts';

const tags = languages.all().map(({ tag }) => tag);
const admxText = formatAdmx(tags);

/** Parses a document; throws at the first thing that is not well-formed. */
function parseXml(text: string): Document {
  const onError = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(text, 'text/xml');
}

const elements = (parent: Document | Element, name: string): Element[] => [
  ...parent.getElementsByTagName(name),
];
const attribute = (of: Element, name: string) => of.getAttribute(name) ?? '';

const admx = parseXml(admxText);
const policies = elements(admx, 'policy');
const byName = new Map(policies.map((policy) => [attribute(policy, 'name'), policy]));

test('there is a policy for each setting of Windows, in the key that the app reads', () => {
  const expected = managedSetting.options.filter((name) => name !== 'caBundle');
  expect([...byName.keys()]).toEqual(expected);
  for (const policy of policies) {
    expect(`HKEY_LOCAL_MACHINE\\${attribute(policy, 'key')}`).toBe(POLICY_KEY);
    expect(attribute(policy, 'class')).toBe('Machine');
  }
});

describe.each(['en', 'zh-CN'] as const)('the texts in %s', (language) => {
  const adml = parseXml(formatAdml(tags, language));
  const idsOf = (name: string) => elements(adml, name).map((each) => attribute(each, 'id'));

  test('are those that the policies refer to, and no others', () => {
    const references = (kind: string) =>
      new Set(
        [...admxText.matchAll(new RegExp(`\\$\\(${kind}\\.(\\w+(?:-\\w+)?)\\)`, 'g'))].map(([, id]) => id),
      );
    expect(new Set(idsOf('string'))).toEqual(references('string'));
    expect(new Set(idsOf('presentation'))).toEqual(references('presentation'));
    expect(new Set(idsOf('string')).size).toBe(idsOf('string').length);
  });

  test('have a label for each input of a policy', () => {
    const inputs = elements(admx, 'elements').flatMap((each) =>
      [...each.childNodes]
        .filter((node) => node.nodeType === 1)
        .map((node) => attribute(node as Element, 'id')),
    );
    const labelled = elements(adml, 'presentation').flatMap((each) =>
      ['dropdownList', 'decimalTextBox', 'textBox', 'multiTextBox'].flatMap((name) =>
        elements(each, name).map((box) => attribute(box, 'refId')),
      ),
    );
    expect(labelled).toEqual(inputs);
  });
});

test('the Chinese explanations are those of docs/managed-settings.zh-CN.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/managed-settings.zh-CN.md'), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [name, { explanation }] of Object.entries(SETTING_TEXTS)) {
    expect(rows.find(([, cell]) => cell === `\`${name}\``)?.[2]).toBe(explanation);
  }
});

/** What an administrator enters for each kind of input. */
const entered = {
  edition: 'custom',
  customAddress: 'https://ccc.example.com/',
  sdkAppId: 1_400_692_008,
  agent: 'mei.lin@example.com',
  fleetSize: 500,
  reasons: { rest: ['午餐'], notReady: [] },
  shortcuts: { undo: '' },
  onLock: null,
  onIdle: { minutes: 10, choice: { status: 'rest', reason: '' } },
  startAtLogin: true,
  reduceNotifications: false,
  pollIntervalSeconds: 60,
  language: 'zh-CN',
  localApi: 'off',
} satisfies Partial<Record<ManagedSetting, unknown>>;

/** The registry value that an editor writes for a policy, by the elements of the template. */
function written(name: string, value: unknown): RegistryValue {
  const policy = byName.get(name);
  if (!policy) throw new Error(`no policy ${name}`);
  const [flag] = elements(policy, value === true ? 'enabledValue' : 'disabledValue');
  if (flag) {
    const data = Number(attribute(elements(flag, 'decimal')[0] ?? flag, 'value'));
    return { type: 'number', name: attribute(policy, 'valueName'), data };
  }
  const [input] = ['enum', 'decimal', 'text', 'multiText'].flatMap((kind) => elements(policy, kind));
  if (!input) throw new Error(`no input of ${name}`);
  const valueName = attribute(input, 'valueName');
  switch (input.tagName) {
    case 'decimal':
      expect(value).toBeGreaterThanOrEqual(Number(attribute(input, 'minValue')));
      expect(value).toBeLessThanOrEqual(Number(attribute(input, 'maxValue')));
      return { type: 'number', name: valueName, data: Number(value) };
    case 'enum': {
      const options = elements(input, 'string').map(({ textContent }) => textContent);
      expect(options).toContain(value);
      return { type: 'text', name: valueName, data: String(value) };
    }
    case 'text':
      return { type: 'text', name: valueName, data: String(value) };
    default:
      return { type: 'lines', name: valueName, data: JSON.stringify(value, null, 2).split('\n') };
  }
}

test('the app reads what an editor writes', async () => {
  const values = Object.entries(entered).map(([name, value]) => written(name, value));
  const read = await parsePolicyKey({ kind: 'keys', keys: [{ path: POLICY_KEY, values }] }, POLICY_KEY, tags);
  expect(read.errors).toEqual([]);
  expect(read.policy).toEqual(entered);
});

test('a text with markup is escaped', () => {
  const text = elements(parseXml(formatAdml(tags, 'en')), 'string').find(
    (each) => attribute(each, 'id') === 'shortcuts_explanation',
  );
  expect(text?.textContent).toContain('"" turns one off');
});
