import type { BudgetUse } from '../../preload/contract/preferences.ts';
import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import { roughly } from '../format.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

type Props = {
  status: AgentStatus;
  reason: string;
  /** Only when there is little left, or nothing. */
  onlyWhenNear?: boolean;
};

/** How much of the time allowed for a reason is left: in words, with a sign of its own when it is near and when it is over. */
export function BudgetOf({ status, reason, onlyWhenNear = false }: Props) {
  const { budgets } = useAppState();
  const use = budgets.find((budget) => budget.status === status && budget.reason === reason);
  return use === undefined || (onlyWhenNear && use.state === 'ok') ? null : <Budget use={use} />;
}

function Budget({ use }: { use: BudgetUse }) {
  const t = useText();
  const left = leftOf(use);
  if (left === null) return null;
  const span = roughly(left, t);
  switch (use.state) {
    case 'ok':
      return <small className="budget">{t('window.budget.left', { span })}</small>;
    case 'warning':
      return (
        <small className="budget" data-state="warning">
          <Icon name="clock" size={13} />
          {t('window.budget.nearly', { span })}
        </small>
      );
    case 'breached':
      return (
        <small className="budget" data-state="breached">
          <Icon name="warning" size={13} />
          {left > -60_000 ? t('window.budget.usedUp') : t('window.budget.over', { span })}
        </small>
      );
  }
}

/** The limit that is hit first counts. Negative is over it; null where no limit is set. */
function leftOf({ breakLimitMs, breakUsedMs, dayLimitMs, dayUsedMs }: BudgetUse): number | null {
  const left = [
    ...(breakLimitMs === null ? [] : [breakLimitMs - breakUsedMs]),
    ...(dayLimitMs === null ? [] : [dayLimitMs - dayUsedMs]),
  ];
  return left.length === 0 ? null : Math.min(...left);
}
