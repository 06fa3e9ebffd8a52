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
import { StatusTiles } from '../components/status-tiles.tsx';

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
        <DriftCard />
        <WaitingCard />
        <Reasons status="rest" />
        <Reasons status="notReady" />
        <Receipt />
      </main>
    </>
  );
}
