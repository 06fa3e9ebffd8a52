import { describe, expect, it } from 'vitest';
import english from '../../../assets/locales/en.json';
import chinese from '../../../assets/locales/zh-CN.json';
import { CATALOG_CODES, classifyErrorCode } from '../../../tencent/error-catalog.ts';
import { FAILURE_TRAITS, failureTraits, type FailureKind } from '../../../tencent/failure.ts';

const en = english.failure;
const zhCN = chinese.failure;

/** Checked by the compiler: a kind without a message in one of the languages is a type error here. */
const languages = { en, 'zh-CN': zhCN } satisfies Record<
  string,
  Record<FailureKind, { headline: string; nextStep: string }>
>;

const kinds = Object.keys(FAILURE_TRAITS);
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe.each(Object.entries(languages))('the failure messages in %s', (_language, texts) => {
  it('exist for each kind and nothing else', () => {
    expect(Object.keys(texts)).toEqual(kinds);
  });

  it.each(Object.entries(texts))('name the cause and the next step: %s', (_kind, { headline, nextStep }) => {
    expect(headline.trim().length).toBeGreaterThan(2);
    expect(nextStep.trim().length).toBeGreaterThan(6);
    expect(nextStep).toMatch(/[.。]$/);
  });
});

it('the Chinese messages are Chinese, and have the same placeholders as the English ones', () => {
  for (const [kind, { headline, nextStep }] of Object.entries(zhCN)) {
    expect(headline, kind).toMatch(/\p{Script=Han}/u);
    expect(nextStep, kind).toMatch(/\p{Script=Han}/u);
  }
  expect(Object.values(zhCN).map(({ nextStep }) => placeholders(nextStep))).toEqual(
    Object.values(en).map(({ nextStep }) => placeholders(nextStep)),
  );
});

it.each(Object.entries(FAILURE_TRAITS).filter(([, { whoCanFix }]) => whoCanFix === 'admin'))(
  'if an admin must act, the message refers to the admin: %s',
  (kind) => {
    const texts = { en: new Map(Object.entries(en)), zh: new Map(Object.entries(zhCN)) };
    expect(texts.en.get(kind)?.nextStep).toMatch(/admin/);
    expect(texts.zh.get(kind)?.nextStep).toMatch(/管理员/);
  },
);

describe.each(Object.entries(languages))('the first step, in %s,', (language, texts) => {
  const namesAdmin = language === 'en' ? /admin/ : /管理员/;
  const nextStepOf = new Map(Object.entries(texts).map(([kind, { nextStep }]) => [kind, nextStep]));
  const firstStep = (kind: string) =>
    /^(?:Nothing was changed\. |未作任何更改。)?([^.;。；]+)/.exec(nextStepOf.get(kind) ?? '')?.[1];
  const whose = (who: string) =>
    Object.entries(FAILURE_TRAITS)
      .filter(([, { whoCanFix }]) => whoCanFix === who)
      .map(([kind]) => kind);

  it.each(whose('agent'))('is one that the agent can do: %s', (kind) => {
    expect(firstStep(kind)).not.toMatch(namesAdmin);
  });

  it.each(whose('nobody'))('asks for nothing: %s', (kind) => {
    expect(firstStep(kind)).not.toMatch(namesAdmin);
  });
});

describe('the catalog', () => {
  /** The service's documented list. */
  const published = `
    AuthFailure.SecretIdNotFound AuthFailure.SignatureFailure AuthFailure.SignatureExpire AuthFailure.TokenFailure
    AuthFailure.InvalidSecretId AuthFailure.InvalidAuthorization AuthFailure.MFAFailure AuthFailure.UnauthorizedOperation
    UnauthorizedOperation RequestLimitExceeded RequestLimitExceeded.UinLimitExceeded RequestLimitExceeded.IPLimitExceeded
    RequestLimitExceeded.GlobalRegionUinLimitExceeded InternalError InternalError.DBError ServiceUnavailable
    ResourceInUse ResourceInsufficient ResourceUnavailable FailedOperation
    FailedOperation.PermissionDenied FailedOperation.SeatStatusBusy InvalidParameter InvalidParameterValue
    InvalidParameter.InstanceNotExist InvalidParameterValue.InstanceNotExist InvalidParameterValue.AccountNotExist MissingParameter
    OperationDenied.UinDisabled OperationDenied.NotInWhiteList LimitExceeded LimitExceeded.InsufficientLicense
    LimitExceeded.BasePackageExpired LimitExceeded.OutOfCountLimit IpInBlacklist IpNotInWhitelist
    ResourceNotFound RequestSizeLimitExceeded ActionOffline NoSuchVersion
    UnknownParameter UnsupportedOperation DryRunOperation InvalidRequest
    ResponseSizeLimitExceeded InvalidAction NoSuchProduct UnsupportedProtocol
    UnsupportedRegion
  `;

  it('contains each documented code', () => {
    expect(
      published
        .trim()
        .split(/\s+/)
        .filter((code) => !CATALOG_CODES.includes(code)),
    ).toEqual([]);
    expect(CATALOG_CODES.map(classifyErrorCode)).not.toContain('unknownService');
  });

  it.each<[string, FailureKind]>([
    ['AuthFailure.SignatureExpire', 'clockWrong'],
    ['FailedOperation.SeatStatusBusy', 'inCall'],
    ['FailedOperation.SomethingNew', 'temporarilyRejected'],
    ['AuthFailure.SomethingNew', 'keyRefused'],
    ['RequestLimitExceeded.SomethingNew', 'rateLimited'],
    ['SomethingNew', 'unknownService'],
    ['SomethingNew.FailedOperation', 'unknownService'],
    ['constructor', 'unknownService'],
    ['__proto__.x', 'unknownService'],
    ['', 'unknownService'],
  ])('%s is %s', (code, kind) => {
    expect(classifyErrorCode(code)).toBe(kind);
  });

  it('retries the codes that are documented as temporary, and no other', () => {
    const retried = (code: string) => failureTraits(classifyErrorCode(code)).retry;
    const passing = CATALOG_CODES.filter((code) => retried(code) === 'backoff');
    expect(passing).toEqual([
      'RequestLimitExceeded',
      'RequestLimitExceeded.UinLimitExceeded',
      'RequestLimitExceeded.IPLimitExceeded',
      'RequestLimitExceeded.GlobalRegionUinLimitExceeded',
      'InternalError',
      'InternalError.DBError',
      'ServiceUnavailable',
    ]);
    const few = CATALOG_CODES.filter((code) => retried(code) === 'backoffFew');
    expect(few).toEqual(['ResourceInUse', 'ResourceInsufficient', 'ResourceUnavailable']);
    expect(CATALOG_CODES.filter((code) => retried(code) === 'once')).toEqual(['AuthFailure.SignatureExpire']);
  });
});
