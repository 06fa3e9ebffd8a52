import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridge } from './bridge.ts';
import { followState } from './store.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lost its root.');

createRoot(root).render(<App />);
void followState(bridge);
