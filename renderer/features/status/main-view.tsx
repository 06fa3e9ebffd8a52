import { AutomationCard } from '../automation-card.tsx';
import { PlannedReturnPicker } from './planned-return-picker.tsx';
import { DaySummaryBar } from './day-summary-bar.tsx';
import { ExternalChangeCard } from './external-change-card.tsx';
import { FailureCard } from './failure-card.tsx';
import { MainHeader } from '../header.tsx';
import { CurrentStatus } from './current-status.tsx';
import { Warnings } from '../warnings.tsx';
import { KeychainErrorCard } from '../keychain-card.tsx';
import { Notices } from '../notices.tsx';
import { ReasonButtons } from './reason-buttons.tsx';
import { Receipt } from './receipt.tsx';
import { PendingIntentCard } from './retry-controls.tsx';
import { ReturnCard } from './return-card.tsx';
import { StatusTiles } from './status-tiles.tsx';
import { confirmedStatus } from '../../status-view.ts';
import { useAppState, type AwayStatus } from '../../store.ts';

/** Main view: current status, status tiles, cards, reasons, receipt. */
export function MainView() {
  return (
    <>
      <MainHeader />
      <main className="page">
        <Notices />
        <CurrentStatus />
        <StatusTiles />
        <Warnings />
        <KeychainErrorCard />
        <FailureCard />
        <AutomationCard />
        <ReturnCard />
        <ExternalChangeCard />
        <PendingIntentCard />
        <AwaySection status="rest" />
        <AwaySection status="notReady" />
        <Receipt />
      </main>
      <DaySummaryBar />
    </>
  );
}

/** The reasons of an away status and, while it is confirmed, the planned return. */
function AwaySection({ status }: { status: AwayStatus }) {
  const isAway = useAppState(({ agent }) => confirmedStatus(agent)?.status === status);
  return (
    <>
      <ReasonButtons status={status} />
      {isAway && <PlannedReturnPicker status={status} />}
    </>
  );
}
