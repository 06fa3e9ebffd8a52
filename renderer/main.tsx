/** Entry of the renderer: mounts App in an error boundary and starts the state sync. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { api } from './api.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { syncState } from './store.ts';
import { reportError, reportUncaughtErrors } from './report-error.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lost its root.');

reportUncaughtErrors();
createRoot(root, { onCaughtError: reportError }).render(
  <ErrorBoundary>
    <App />
  </ErrorBoundary>,
);
void syncState(api);
