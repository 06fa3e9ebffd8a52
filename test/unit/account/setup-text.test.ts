import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSetupText, readSetupText, type SetupRules } from '../../../main/account/form/setup-text.ts';
import { setupResult } from '../../../shared/ipc/settings-results.ts';
import { MAX_LENGTH } from '../../../shared/lengths.ts';
import { parseEndpoint } from '../../../tencent/transport/endpoint.ts';

const rules: SetupRules = {
  resolveAddress: ({ edition, customAddress }) => parseEndpoint(edition, customAddress),
  allowsTypedAddress: true,
  usesTypedKeys: true,
  isManaged: () => false,
};
const read = (text: string, change: Partial<SetupRules> = {}) => readSetupText(text, { ...rules, ...change });
const setup = (members: object) => JSON.stringify({ standby: 1, ...members });

const complete = {
  edition: 'mainland',
  sdkAppId: '1400692008',
  agent: 'mei.lin@example.com',
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
};

const accounts = fc
  .record({
    edition: fc.constantFrom('international', 'mainland', 'custom'),
    host: fc.webAuthority(),
    sdkAppId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  })
  .map(({ edition, host, sdkAppId }) => ({
    edition,
    sdkAppId,
    customAddress: edition === 'custom' ? `https://${host.replace(/^.*@/, '')}` : '',
  }));

describe('a set-up text that was copied', () => {
  test('is one line, and names neither the agent nor a key', () => {
    const account = { ...complete, customAddress: '', sdkAppId: 1400692008, edition: 'mainland' } as const;
    expect(formatSetupText(account)).toBe('{"standby":1,"edition":"mainland","sdkAppId":"1400692008"}');
  });

  test('fills what it was made from, whatever a chat tool has done to it', () => {
    const blanks = fc.constantFrom(' ', '\u00A0', '\u2003', '\n', '\r\n', '\t', '\u200B');
    const quotes = fc.constantFrom('""', '“”', '„“', '«»', '＂＂');
    const around = fc.constantFrom('', 'Hi Mei, here it is: ', '```json\n', '设置如下：', '{see below} ');
    const wraps = fc.array(fc.nat(MAX_LENGTH.message), { maxLength: 5 });
    fc.assert(
      fc.property(
        accounts,
        blanks,
        quotes,
        around,
        around,
        wraps,
        (account, blank, pair, before, after, at) => {
          const [open = '', close = ''] = pair;
          const edited = formatSetupText(account)
            .replaceAll(/[{},:](?=["\d}])/g, (mark) => `${mark}${blank}`)
            .replaceAll(/"([^"]*)"/g, (_quoted, inner: string) => `${open}${inner}${close}`);
          const text = at.reduce((line, offset) => {
            const place = offset % (line.length + 1);
            return `${line.slice(0, place)}\n${line.slice(place)}`;
          }, edited);
          const { edition, customAddress } = account;
          expect(read(`${before}${text}${after}`)).toEqual({
            outcome: 'filled',
            fields: {
              edition,
              ...(edition === 'custom' && { customAddress }),
              sdkAppId: String(account.sdkAppId),
            },
          });
        },
      ),
    );
  });
});

test('a text of an admin fills each field, with the number as a number too, and ignores unknown members', () => {
  expect(read(setup({ ...complete, sdkAppId: 1400692008, floor: { desk: [4] }, note: 'hello' }))).toEqual({
    outcome: 'filled',
    fields: complete,
  });
  expect(read(setup({ customAddress: 'https://ccc.example.com', agent: '', edition: '' }))).toEqual({
    outcome: 'filled',
    fields: { edition: 'custom', customAddress: 'https://ccc.example.com' },
  });
});

describe('a member for a secret', () => {
  const SECRET = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE';

  test.each([
    setup({ ...complete, secretKey: SECRET }),
    setup({ ...complete, SecretKey: '' }),
    setup({ secret_key: SECRET }),
    setup({ token: SECRET }),
    setup({ keys: { TmpSecretKey: SECRET } }),
    setup({ keys: [{ sessionToken: SECRET }] }),
    `{"standby":1,"secret\\u004bey":"${SECRET}"}`,
    `${setup(complete)} {"SecretKey":"${SECRET}"}`,
    `“SecretKey” : “${SECRET}”`,
    `{"standby":1,"secretKey":"${SECRET}"`,
  ])('refuses the text, and nothing of it is in the result: %s', (text) => {
    expect(read(text)).toEqual({ outcome: 'refused', error: 'hasSecret' });
  });

  test('a sentence about keys beside the set-up is none', () => {
    expect(read(`${setup(complete)} SecretKey and token: I'll call you.`)).toMatchObject({
      outcome: 'filled',
    });
  });
});

describe('a wrong value is named by its field, and nothing is filled in', () => {
  test.each([
    [{ edition: 'europe' }, { edition: 'editionInvalid' }],
    [{ edition: 3 }, { edition: 'editionInvalid' }],
    [{ sdkAppId: 'twelve' }, { sdkAppId: 'sdkAppIdInvalid' }],
    [{ sdkAppId: -1 }, { sdkAppId: 'sdkAppIdInvalid' }],
    [{ sdkAppId: ['1400692008'] }, { sdkAppId: 'sdkAppIdInvalid' }],
    [{ agent: { email: 'mei' } }, { agent: 'agentEmpty' }],
    [{ secretId: 'АКID' }, { secretId: 'secretControl' }],
    [{ secretId: true }, { secretId: 'secretControl' }],
    [{ edition: 'custom' }, { customAddress: 'addressEmpty' }],
    [{ edition: 'custom', customAddress: 'http://ccc.example.com' }, { customAddress: 'addressInsecure' }],
    [{ edition: 'custom', customAddress: 'https://a@ccc.example.com' }, { customAddress: 'addressInvalid' }],
    [{ edition: '', customAddress: 'https://ccc.example.com/path' }, { customAddress: 'addressHasPath' }],
    [{ edition: 'custom', customAddress: 7 }, { customAddress: 'addressInvalid' }],
    [
      { edition: 'europe', sdkAppId: 0 },
      { edition: 'editionInvalid', sdkAppId: 'sdkAppIdInvalid' },
    ],
  ])('%j', (members, errors) => {
    expect(read(setup({ ...complete, ...members }))).toEqual({
      outcome: 'invalid',
      errors,
    });
  });
});

test('an agent account that is too long for the form is wrong', () => {
  expect(read(setup({ agent: 'a'.repeat(501) }))).toEqual({
    outcome: 'invalid',
    errors: { agent: 'agentEmpty' },
  });
});

test.each([
  '',
  'hello',
  '{}',
  '{"standby":0}',
  '{"standby":"1"}',
  '[1]',
  '{"edition":"mainland"}',
  '{"standby":1',
])('is no set-up text: %s', (text) => expect(read(text)).toEqual({ outcome: 'refused', error: 'notSetup' }));

test('a text of a later version says so', () => {
  expect(read('{"standby":2,"site":"mainland"}')).toEqual({ outcome: 'refused', error: 'newerVersion' });
});

test('what the policy has set keeps its value', () => {
  const customAddress = 'https://ccc.example.com';
  const text = setup({ ...complete, edition: 'custom', customAddress });
  expect(read(text, { isManaged: (field) => field !== 'agent' })).toEqual({
    outcome: 'filled',
    fields: { agent: complete.agent, secretId: complete.secretId },
  });
});

test('where a program issues the keys, no key is filled in, and no address of another', () => {
  const issued = { usesTypedKeys: false, allowsTypedAddress: false };
  const { secretId: _secretId, ...others } = complete;
  expect(read(setup(complete), issued)).toEqual({ outcome: 'filled', fields: others });
  expect(read(setup({ customAddress: 'https://ccc.example.com' }), issued)).toEqual({
    outcome: 'invalid',
    errors: { customAddress: 'addressNotInPolicy' },
  });
});

test('any text is read without an exception, to a result of the schema', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '"',
    '\\',
    ':',
    ',',
    '"standby":1',
    '"token"',
    '“',
    '\u00A0',
    '\n',
    '/*',
  );
  const members = fc.dictionary(
    fc.constantFrom('standby', 'edition', 'sdkAppId', 'agent', 'secretId', 'customAddress'),
    fc.jsonValue(),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: MAX_LENGTH.message }),
    fc.array(pieces, { maxLength: 200 }).map((all) => all.join('')),
    members.map((all) => JSON.stringify({ ...all, standby: 1 })),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const result = read(text);
      expect(setupResult.parse(result)).toEqual(result);
    }),
  );
});

test.each(['managed-settings.md', 'managed-settings.zh-CN.md'])(
  'the example in docs/%s fills the form',
  (name) => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
    const [example = ''] = /\{ "standby": 1.*\}/.exec(page) ?? [];
    expect(read(example)).toEqual({ outcome: 'filled', fields: { ...complete, secretId: 'AKIDexample' } });
  },
);
