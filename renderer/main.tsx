import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridge } from './bridge.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { followState } from './store.ts';
import { report, reportTroubles } from './trouble.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lost its root.');

reportTroubles();
createRoot(root, { onCaughtError: report }).render(
  <ErrorBoundary>
    <App />
  </ErrorBoundary>,
);
void followState(bridge);
