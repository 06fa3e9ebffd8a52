import { useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { KeychainErrorCard } from '../../keychain-card.tsx';
import { useAppStore } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';
import { AutomationCard } from '../../automation-card.tsx';
import { CustomReasonForm } from './custom-reason-form.tsx';
import { ExternalChangeCard } from './external-change-card.tsx';
import { FailureCard } from './failure-card.tsx';
import { NoticeCard, ToastCard } from './notice-card.tsx';
import { OtherStatusCard } from './other-status-card.tsx';
import { PendingIntentCard } from './pending-intent-card.tsx';
import { presentMessages, type Message } from './present-messages.ts';
import { Receipt } from './receipt.tsx';
import { ReturnCard } from './return/return-card.tsx';
import { UnknownStatusCard } from './unknown-status-card.tsx';
import { ClockWarning, ReadDeniedWarning, ShortcutWarning } from './warnings.tsx';

/** The place of everything that appears: one message at a time, the most urgent first, and a button to the next. */
export function MessageArea() {
  const ids = useAppStore(
    useShallow(({ state, openReasonFieldFor, toast }) =>
      state === null ? [] : presentMessages(state, openReasonFieldFor, toast),
    ),
  );
  const [chosen, setChosen] = useState<{ id: Message; first: Message } | null>(null);
  const [first] = ids;
  // A new first message is more urgent than the one that was chosen before it.
  const isChosen = chosen !== null && chosen.first === first && ids.includes(chosen.id);
  const shown = isChosen ? chosen.id : first;
  const next = shown === undefined ? undefined : ids[(ids.indexOf(shown) + 1) % ids.length];
  return (
    <div className="message-area" data-paged={ids.length > 1 || undefined}>
      {shown !== undefined && <Content key={shown} message={shown} />}
      {shown !== undefined && first !== undefined && next !== undefined && ids.length > 1 && (
        <NextMessage
          place={ids.indexOf(shown) + 1}
          count={ids.length}
          onClick={() => setChosen({ id: next, first })}
        />
      )}
    </div>
  );
}

function NextMessage({ place, count, onClick }: { place: number; count: number; onClick: () => void }) {
  const t = useTranslation();
  const name = t('window.message.next', { place, count });
  return (
    <button type="button" className="link next-message" aria-label={name} title={name} onClick={onClick}>
      {t('window.message.place', { place, count })}
      <Icon name="chevron" size={12} />
    </button>
  );
}

function Content({ message }: { message: Message }): ReactNode {
  const [kind, detail] = message.split(':');
  switch (message) {
    case 'customReason':
      return <CustomReasonForm />;
    case 'failure':
      return <FailureCard />;
    case 'keychain':
      return <KeychainErrorCard />;
    case 'automation':
      return <AutomationCard />;
    case 'pendingIntent':
      return <PendingIntentCard />;
    case 'unknownStatus':
      return <UnknownStatusCard />;
    case 'otherStatus':
      return <OtherStatusCard />;
    case 'externalChange':
      return <ExternalChangeCard />;
    case 'returnDue':
    case 'return':
      return <ReturnCard />;
    case 'toast':
      return <ToastCard />;
    case 'receipt':
      return <Receipt />;
    case 'clockSkew':
      return <ClockWarning />;
    case 'readDenied':
      return <ReadDeniedWarning />;
    default:
      return kind === 'shortcut' ? <ShortcutWarning id={detail ?? ''} /> : <NoticeCard kind={detail ?? ''} />;
  }
}
