/** The managed preferences of macOS, and the pattern of a configuration profile: in step with the schema. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManagedPreferences } from '../../../main/settings/policy/macos/managed-preferences.ts';
import { parsePreferences } from '../../../main/settings/policy/policy.ts';
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';
import { toPreferences } from '../../../main/settings/policy/macos/preference-values.ts';
import { parsePolicy } from '../../../main/settings/policy/parse-policy.ts';
import { formatConfigurationProfile } from '../../../main/settings/policy/templates/configuration-profile.ts';
import { managedSetting } from '../../../shared/state.ts';
import { languages } from '../../support/texts.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const tags = languages.all().map(({ tag }) => tag);
const schema = policySchema(tags);
const profile = formatConfigurationProfile('Standby.AgentStatus', tags);

/** The value of an element of a property list, as plutil converts it to JSON. */
function toValue(element: Element): unknown {
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
  switch (element.tagName) {
    case 'string':
      return element.textContent;
    case 'integer':
      return Number(element.textContent);
    case 'true':
    case 'false':
      return element.tagName === 'true';
    case 'array':
      return children.map(toValue);
    case 'dict':
      return Object.fromEntries(
        children.flatMap((child, index) => {
          const value = children[index + 1];
          return child.tagName === 'key' && value ? [[child.textContent, toValue(value)]] : [];
        }),
      );
    default:
      throw new Error(`unexpected <${element.tagName}>`);
  }
}

function parsePlist(text: string): unknown {
  const onError = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement;
  const dict = [...(root?.childNodes ?? [])].find((node): node is Element => node.nodeType === 1);
  return dict && toValue(dict);
}

describe('the pattern of a configuration profile', () => {
  it('sets nothing before it is edited, and names the domain of the app', () => {
    expect(parsePlist(profile)).toEqual({
      PayloadType: 'Configuration',
      PayloadIdentifier: 'Standby.AgentStatus',
      PayloadUUID: expect.any(String) as string,
      PayloadDisplayName: 'Standby',
      PayloadVersion: 1,
      PayloadScope: 'System',
      PayloadContent: [
        {
          PayloadType: 'Standby.AgentStatus',
          PayloadIdentifier: 'Standby.AgentStatus.settings',
          PayloadUUID: expect.any(String) as string,
          PayloadDisplayName: 'Standby',
          PayloadVersion: 1,
        },
      ],
    });
  });

  const examples = [...profile.matchAll(/<!-- (.*)\n([^]*?)-->/g)].map(
    ([, description = '', entry = '']) => ({
      description,
      value: parsePlist(`<plist version="1.0"><dict>${entry}</dict></plist>`),
    }),
  );

  it('has an explanation and an example for each setting but the one of Linux', () => {
    const names = examples.map(({ value }) => Object.keys(Object(value) as object)).flat();
    expect(names).toEqual(managedSetting.options.filter((name) => name !== 'caBundle'));
    expect(examples.filter(({ description }) => description.length < 10)).toEqual([]);
  });

  it.each(examples)('has an example that the app accepts: $value', async ({ value }) => {
    const text = JSON.stringify(value);
    const { policy, errors } = await parsePreferences(
      { kind: 'text', text, whyUntrusted: null },
      'file',
      tags,
    );
    const [name = ''] = Object.keys(Object(value) as object);
    // The company's sign-in and its gateway need other settings, and say so.
    const needsOthers = name === 'signIn' || name === 'gateway';
    const isExpected = ({ kind, setting }: (typeof errors)[number]) =>
      needsOthers && kind === 'notAllowed' && setting === name;
    expect(errors.filter((each) => !isExpected(each))).toEqual([]);
    expect(needsOthers ? { [name]: null } : policy).toHaveProperty(name);
  });
});

describe('the values of managed preferences', () => {
  const read = (values: object) => toPreferences(parsePolicy(JSON.stringify(values)), schema).settings;

  it('leaves out what device management adds', () => {
    expect(read({ PayloadUUID: 'x', NSWindowFrame: 'y', team: 'on' })).toEqual([
      { name: 'team', value: 'on', line: null },
    ]);
  });

  it('reads a text with JSON where the setting is no text, and leaves every other one', () => {
    expect(read({ onIdle: 'null', agent: 'null', sdkAppId: '5', reasons: '{"rest"', other: '1' })).toEqual([
      { name: 'onIdle', value: null, line: null },
      { name: 'agent', value: 'null', line: null },
      { name: 'sdkAppId', value: 5, line: null },
      { name: 'reasons', value: '{"rest"', line: null },
      { name: 'other', value: '1', line: null },
    ]);
  });
});

describe('the file of managed preferences', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'standby-preferences-'));
  });
  afterEach(() => removeFolder(folder));

  const uid = process.getuid?.() ?? 0;
  const convert = (bytes: Buffer) => Promise.resolve({ ok: true, json: bytes.toString() } as const);

  it('is absent on most computers', async () => {
    expect(await readManagedPreferences(join(folder, 'none.plist'), [uid], convert)).toEqual({
      kind: 'absent',
    });
  });

  it('says what plutil says if it cannot be converted', async () => {
    const path = join(folder, 'app.plist');
    writeFileSync(path, 'not a list', { mode: 0o644 });
    const refuse = () => Promise.resolve({ ok: false, message: 'plutil: invalid' } as const);
    expect(await readManagedPreferences(path, [uid], refuse)).toEqual({
      kind: 'unreadable',
      message: 'plutil: invalid',
    });
  });

  it('is unreadable if it is no property list, and where there is no plutil', async () => {
    const path = join(folder, 'app.plist');
    writeFileSync(path, 'not a list', { mode: 0o644 });
    expect(await readManagedPreferences(path, [uid])).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining('plutil') as string,
    });
  });

  it('names who could have changed it: then it may name neither a program nor an address', async () => {
    const path = join(folder, 'app.plist');
    writeFileSync(path, JSON.stringify({ customAddress: 'https://ccc.example.com/', fleetSize: 5 }));
    chmodSync(path, 0o666);
    const found = await readManagedPreferences(path, [uid], convert);
    if (found.kind === 'absent') throw new Error('it is there');
    const { policy, errors } = await parsePreferences(found, path, tags);
    expect(policy).toEqual({ fleetSize: 5 });
    expect(errors).toMatchObject([{ setting: 'customAddress', kind: 'notAllowed' }]);
  });
});
