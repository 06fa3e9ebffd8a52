/** Guards the store of the agent's state against throwing listeners. */
import { callPortSync } from '../../shared/port-guard.ts';
import { initialAgentState, type AgentStore } from './state.ts';

/**
 * Wraps a store so that its methods never throw. What throws is usually a listener of the store (the tray, the log):
 * the change is applied by then, and the caller continues.
 */
export function guardStore(store: AgentStore, onError: (error: unknown) => void): AgentStore {
  let lastState = initialAgentState();
  return {
    get: () => (lastState = callPortSync(store.get, lastState, onError)),
    update: (change) => callPortSync(() => store.update(change), undefined, onError),
  };
}
