import type { Budget } from '../../preload/contract/preferences.ts';
import { toneOf } from '../standing.ts';
import { useAppState, type Away } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Glyph } from './glyph.tsx';
import { MinutesField } from './minutes-field.tsx';

type Props = { budgets: readonly Budget[]; locked: boolean; onChange: (budgets: Budget[]) => void };

const ways = ['rest', 'notReady'] as const;

/** For each reason, how long one break and all of a day's may be. */
export function BreakLimits({ budgets, locked, onChange }: Props) {
  const { reasons } = useAppState();

  /** A budget without a limit is none, and is not kept. */
  function set(next: Budget) {
    const others = budgets.filter((budget) => !isFor(budget, next));
    const limited = next.breakMinutes !== null || next.dayMinutes !== null;
    onChange(limited ? [...others, next] : others);
  }

  return ways.map((status) => (
    <ul key={status} className="limits">
      {reasonsOf(status, reasons[status], budgets).map((reason) => (
        <BreakLimit
          key={reason}
          budget={
            budgets.find((budget) => isFor(budget, { status, reason })) ?? {
              status,
              reason,
              breakMinutes: null,
              dayMinutes: null,
            }
          }
          locked={locked}
          onChange={set}
        />
      ))}
    </ul>
  ));
}

function isFor(budget: Budget, { status, reason }: Pick<Budget, 'status' | 'reason'>): boolean {
  return budget.status === status && budget.reason === reason;
}

/** The reasons on offer, and those that have a limit from when they were. */
function reasonsOf(status: Away, offered: readonly string[], budgets: readonly Budget[]): string[] {
  const limited = budgets.filter((budget) => budget.status === status).map(({ reason }) => reason);
  return [...new Set([...offered, ...limited])];
}

type LimitProps = { budget: Budget; locked: boolean; onChange: (budget: Budget) => void };

function BreakLimit({ budget, locked, onChange }: LimitProps) {
  const t = useText();
  const choice = nameOf(budget, t);
  const problem = t('window.preferences.limitInvalid');
  return (
    <li className={`limit tone-${toneOf(budget.status)}`}>
      <p className="limit-name">
        <Glyph name={budget.status} size={14} />
        <span>{choice}</span>
      </p>
      {(['breakMinutes', 'dayMinutes'] as const).map((limit) => (
        <MinutesField
          key={limit}
          optional
          label={t(`window.preferences.${limit}`)}
          fullName={t(`window.preferences.${limit}Of`, { choice })}
          problem={problem}
          locked={locked}
          value={budget[limit]}
          onChange={(minutes) => onChange({ ...budget, [limit]: minutes })}
        />
      ))}
    </li>
  );
}
