import { AutomationCard } from '../components/automation-card.tsx';
import { BackIn } from '../components/back-in.tsx';
import { DayGlance } from '../components/day-glance.tsx';
import { DriftCard } from '../components/drift-card.tsx';
import { FailureCard } from '../components/failure-card.tsx';
import { MainHeader } from '../components/header.tsx';
import { Hero } from '../components/hero.tsx';
import { Hints } from '../components/hints.tsx';
import { KeysTrouble } from '../components/keychain-card.tsx';
import { Notices } from '../components/notices.tsx';
import { Reasons } from '../components/reasons.tsx';
import { Receipt } from '../components/receipt.tsx';
import { WaitingCard } from '../components/retry.tsx';
import { ReturnCard } from '../components/return-card.tsx';
import { StatusTiles } from '../components/status-tiles.tsx';
import { provedNow } from '../standing.ts';
import { useAppState, type Away } from '../store.ts';

/** The main job: see the status, change it with one gesture, and be told the truth about it. */
export function MainView() {
  return (
    <>
      <MainHeader />
      <main className="page">
        <Notices />
        <Hero />
        <StatusTiles />
        <Hints />
        <KeysTrouble />
        <FailureCard />
        <AutomationCard />
        <ReturnCard />
        <DriftCard />
        <WaitingCard />
        <WayToBeAway status="rest" />
        <WayToBeAway status="notReady" />
        <Receipt />
      </main>
      <DayGlance />
    </>
  );
}

/** Why the agent is away; and, while they are, until when. */
function WayToBeAway({ status }: { status: Away }) {
  const proved = provedNow(useAppState().agent);
  return (
    <>
      <Reasons status={status} />
      {proved?.status === status && <BackIn status={status} />}
    </>
  );
}
