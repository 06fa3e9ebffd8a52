import type { Translate } from '../../shared/i18n.ts';
import type { PolicyError } from '../../shared/notice.ts';
import { bidiIsolate, useTranslation } from '../i18n.ts';

/** Errors shown at once; the others are in a <details>. */
const MAX_SHOWN = 3;

/** JSON types with a translated name. */
const jsonTypes = ['number', 'integer', 'string', 'boolean', 'object', 'array'] as const;

/** The errors of the policy file with line, setting and expected value, for its author. */
export function PolicyErrors({ errors }: { errors: readonly PolicyError[] }) {
  const t = useTranslation();
  const more = errors.slice(MAX_SHOWN);
  return (
    <>
      <List errors={errors.slice(0, MAX_SHOWN)} />
      {more.length > 0 && (
        <details>
          <summary>{t('policy.more', { count: more.length })}</summary>
          <List errors={more} />
        </details>
      )}
    </>
  );
}

function List({ errors }: { errors: readonly PolicyError[] }) {
  const t = useTranslation();
  return (
    <ul className="policy-errors">
      {errors.map((error, index) => (
        <li key={index}>{policyErrorText(error, t)}</li>
      ))}
    </ul>
  );
}

function policyErrorText(error: PolicyError, t: Translate): string {
  const { line, setting } = error;
  const what = errorText(error, t);
  if (line === null) return setting === '' ? what : t('policy.in', { setting, what });
  return setting === '' ? t('policy.atLine', { line, what }) : t('policy.at', { line, setting, what });
}

function errorText({ kind, expected }: PolicyError, t: Translate): string {
  switch (kind) {
    case 'notJson':
    case 'unreadable':
    case 'unsafeFile':
    case 'notCertificates':
      return t(`policy.error.${kind}`, { expected: bidiIsolate(expected) });
    case 'unknownSetting':
    case 'systemStore':
      return t(`policy.error.${kind}`);
    case 'wrongType':
    case 'notAllowed':
    case 'outOfRange': {
      if (expected === '') return t('policy.error.notAllowed');
      const type = jsonTypes.find((name) => name === expected);
      return t('policy.error.expected', { expected: type ? t(`policy.type.${type}`) : expected });
    }
  }
}
