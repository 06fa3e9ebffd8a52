import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import { useAppState } from '../../../store.ts';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { Section } from '../../../ui/section.tsx';

/** Whether programs can use Standby, which are connected, and which one is started after each change. Read-only. */
export function Programs() {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const { access, clients } = useAppState((state) => state.localApi);
  const onStatusProgram = useAppState((state) => state.onStatusProgram);
  const isLocked = usePolicyLocks();
  const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(clients.map(bidiIsolate));
  const text = t(`window.general.localApi.${access}`);
  return (
    <Section
      title={t('window.general.programs')}
      locked={isLocked('localApi') || isLocked('onStatus') || isLocked('auditLog')}
    >
      <p className="hint">
        {clients.length === 0 ? text : t('window.general.localApiClients', { access: text, names })}
      </p>
      {onStatusProgram !== null && (
        <p className="hint">
          {t('window.general.onStatusProgram', { program: bidiIsolate(onStatusProgram) })}
        </p>
      )}
      {isLocked('auditLog') && <p className="hint">{t('window.general.auditLog')}</p>}
    </Section>
  );
}
