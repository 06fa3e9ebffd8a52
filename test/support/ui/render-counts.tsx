/** Renders the window once more, with React in development mode and a Profiler around each part, and counts their renders. */
import { Profiler, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { api } from '../../../renderer/api.ts';
import { App } from '../../../renderer/app.tsx';
import { MainHeader } from '../../../renderer/features/header.tsx';
import { MessageArea } from '../../../renderer/features/status/messages/message-area.tsx';
import { ReasonButtons } from '../../../renderer/features/status/reason-buttons.tsx';
import { StatusHeading } from '../../../renderer/features/status/status-heading.tsx';
import { StatusTiles } from '../../../renderer/features/status/status-tiles.tsx';
import { syncState, useAppStore } from '../../../renderer/store.ts';

declare global {
  interface Window {
    /** The number of renders of each part since the last call. */
    takeRenderCounts: () => Record<string, number>;
  }
}

let counts: Record<string, number> = {};

window.takeRenderCounts = () => {
  const taken = counts;
  counts = {};
  return taken;
};

function Counted({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Profiler id={id} onRender={() => (counts[id] = (counts[id] ?? 0) + 1)}>
      {children}
    </Profiler>
  );
}

/** The views need a state, as below App. */
function Parts() {
  const isReady = useAppStore((store) => store.state !== null);
  if (!isReady) return null;
  return (
    <>
      <Counted id="header">
        <MainHeader />
      </Counted>
      <Counted id="heading">
        <StatusHeading />
      </Counted>
      <Counted id="tiles">
        <StatusTiles />
      </Counted>
      <Counted id="messages">
        <MessageArea />
      </Counted>
      <Counted id="restReasons">
        <ReasonButtons status="rest" />
      </Counted>
      <Counted id="busyReasons">
        <ReasonButtons status="notReady" />
      </Counted>
    </>
  );
}

const element = document.createElement('div');
document.body.append(element);
createRoot(element).render(
  <>
    <Counted id="window">
      <App />
    </Counted>
    <Parts />
  </>,
);
void syncState(api);
