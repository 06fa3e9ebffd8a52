import type { Translate } from '../../assets/locales/translate.ts';
import type { PolicyProblem } from '../../preload/contract/notice.ts';
import { isolate, useText } from '../words.ts';

/** As many as can be taken in at a glance; the rest opens. */
const SHOWN = 3;

/** What JSON's types are called for those who write it seldom. */
const jsonTypes = ['number', 'integer', 'string', 'boolean', 'object', 'array'] as const;

/** Each line of the company's policy that does not apply, with its place and what belongs there: for whoever wrote it. */
export function PolicyProblems({ problems }: { problems: readonly PolicyProblem[] }) {
  const t = useText();
  const more = problems.slice(SHOWN);
  return (
    <>
      <List problems={problems.slice(0, SHOWN)} />
      {more.length > 0 && (
        <details>
          <summary>{t('policy.more', { count: more.length })}</summary>
          <List problems={more} />
        </details>
      )}
    </>
  );
}

function List({ problems }: { problems: readonly PolicyProblem[] }) {
  const t = useText();
  return (
    <ul className="policy-problems">
      {problems.map((problem, place) => (
        <li key={place}>{policyProblemText(problem, t)}</li>
      ))}
    </ul>
  );
}

function policyProblemText(problem: PolicyProblem, t: Translate): string {
  const { line, setting } = problem;
  const what = whatIsWrong(problem, t);
  if (line === null) return setting === '' ? what : t('policy.in', { setting, what });
  return setting === '' ? t('policy.atLine', { line, what }) : t('policy.at', { line, setting, what });
}

function whatIsWrong({ kind, expected }: PolicyProblem, t: Translate): string {
  switch (kind) {
    case 'notJson':
    case 'unreadable':
      return t(`policy.problem.${kind}`, { expected: isolate(expected) });
    case 'unknownSetting':
      return t('policy.problem.unknownSetting');
    case 'wrongType':
    case 'notAllowed':
    case 'outOfRange': {
      if (expected === '') return t('policy.problem.notAllowed');
      const type = jsonTypes.find((name) => name === expected);
      return t('policy.problem.expected', { expected: type ? t(`policy.type.${type}`) : expected });
    }
  }
}
