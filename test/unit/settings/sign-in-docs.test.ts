/** docs/sign-in.md and its Chinese version say what the policy's schema and the app's texts say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import chineseTexts from '../../../assets/locales/zh-CN.json' with { type: 'json' };
import englishTexts from '../../../assets/locales/en.json' with { type: 'json' };
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';
import { signInConflict } from '../../../main/settings/policy/schema/sign-in-policy.ts';
import { FAILURE_TRAITS } from '../../../tencent/failure.ts';
import { languages } from '../../support/texts.ts';

const readPage = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
const english = readPage('sign-in.md');
const chinese = readPage('sign-in.zh-CN.md');

const signInKinds = Object.keys(FAILURE_TRAITS).filter((kind) =>
  /^(signIn|issuer|agentClaim|sts)/.test(kind),
);

const examplesOf = (page: string) =>
  [...page.matchAll(/```json\n([^]*?)```/g)].map(([, json = '']) => JSON.parse(json) as unknown);

describe.each([
  { page: english, tag: 'en', texts: englishTexts, table: /\| failure .*\n\|[ -|]*\n((?:\|.*\n)+)/ },
  { page: chinese, tag: 'zh-CN', texts: chineseTexts, table: /\| 故障 .*\n\|[ -|]*\n((?:\|.*\n)+)/ },
])('the page in $tag', ({ page, texts, table }) => {
  test('has a policy that is accepted as it is, and that names what role and provider name', () => {
    const [permission, trust, policy] = examplesOf(page);
    const parsed = policySchema(languages.all().map((language) => language.tag)).parse(policy);
    expect(signInConflict(parsed)).toBeNull();
    const names = z.parse(
      z.object({ signIn: z.object({ issuer: z.string(), clientId: z.string(), providerId: z.string() }) }),
      parsed,
    ).signIn;
    expect(trust).toMatchObject({
      statement: [
        {
          principal: { federated: [expect.stringMatching(new RegExp(`oidc-provider/${names.providerId}$`))] },
          condition: { string_equal: { 'oidc:iss': [names.issuer], 'oidc:aud': [names.clientId] } },
        },
      ],
    });
    expect(JSON.stringify(permission)).toContain(`SdkAppId/${parsed.sdkAppId}"`);
  });

  test('lists every failure of the sign-in by its headline, with a next step', () => {
    const rows = (table.exec(page)?.[1] ?? '').trim().split('\n');
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
    const failures: Record<string, { headline: string }> = texts.failure;
    expect(cells.map(([, headline]) => headline)).toEqual(
      signInKinds.map((kind) => failures[kind]?.headline),
    );
    expect(cells.filter(([, , step = '']) => step.length < 8)).toEqual([]);
  });
});

test('both pages have the same sections and the same examples', () => {
  const levels = (page: string) => [...page.matchAll(/^(#+) /gm)].map(([, level = '']) => level.length);
  expect(levels(chinese)).toEqual(levels(english));
  expect(examplesOf(chinese)).toEqual(examplesOf(english));
  expect(examplesOf(english)).toHaveLength(3);
});
