import type { Preferences } from '../../../../shared/preferences.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { withLimit } from './break-limits.ts';
import { readableKeys } from '../shortcuts/accelerator.ts';
import { useAppState } from '../../../store.ts';
import { statusTone } from '../../../status-view.ts';
import { useTranslation } from '../../../i18n.ts';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { ReasonList } from './reason-list.tsx';
import { ReasonsFile } from './reasons-file.tsx';
import { SeenReasons } from './seen-reasons.tsx';
import { Section } from '../../../ui/section.tsx';

const awayStatuses = ['rest', 'notReady'] as const;

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** Reasons tab: the reasons of each away status, in the order of menu and window, with their time limits. */
export function ReasonsEditor({ preferences: { breakLimits }, onChange }: Props) {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const reasons = useAppState((state) => state.reasons);
  const locks = usePolicyLocks();
  const isLocked = locks('reasons');
  const keys = { up: readableKeys('Alt+Up', platform), down: readableKeys('Alt+Down', platform) };
  return (
    <>
      <div className="page-hint">
        {!isLocked && <p className="hint">{t('window.reasonEditor.hint', keys)}</p>}
        <p className="hint">{t('window.preferences.limitsHint')}</p>
      </div>
      {awayStatuses.map((status) => (
        <Section
          key={status}
          locked={isLocked}
          title={
            <span className={`section-status tone-${statusTone(status)}`}>
              <StatusIcon name={status} size={16} />
              {t(`status.${status}`)}
            </span>
          }
        >
          <ReasonList
            status={status}
            reasons={reasons[status]}
            locked={isLocked}
            limits={breakLimits}
            limitsLocked={locks('breakLimits')}
            onLimit={(limit) => onChange({ breakLimits: withLimit(breakLimits, limit) })}
          />
          {!isLocked && <SeenReasons status={status} />}
        </Section>
      ))}
      <ReasonsFile locked={isLocked} />
    </>
  );
}
