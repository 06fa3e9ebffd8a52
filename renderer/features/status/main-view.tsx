import { MainHeader } from '../header.tsx';
import { DaySummaryBar } from './day-summary-bar.tsx';
import { MessageArea } from './messages/message-area.tsx';
import { ReasonButtons } from './reason-buttons.tsx';
import { StatusHeading } from './status-heading.tsx';
import { StatusTiles } from './status-tiles.tsx';
import { useCloseAfterSwitch } from './use-close-after-switch.ts';
import { useMainKeys } from './use-main-keys.ts';

/** Main view: tiles, reasons, one message, the day. Each has its place in every state, so that no target moves. */
export function MainView() {
  useMainKeys();
  useCloseAfterSwitch();
  return (
    <>
      <MainHeader />
      <main className="main-view">
        <StatusHeading />
        <StatusTiles />
        <div className="reason-columns">
          <ReasonButtons status="rest" />
          <ReasonButtons status="notReady" />
        </div>
        <MessageArea />
      </main>
      <DaySummaryBar />
    </>
  );
}
