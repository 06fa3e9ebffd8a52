import { askPort } from '../port-guard.ts';
import { initialAgentState, type AgentStore } from './state.ts';

/**
 * A store that cannot throw. What throws is a listener as a rule (the tray, the log): the change has been made then, and
 * whoever made it goes on.
 */
export function guardStore(store: AgentStore, onFault: (error: unknown) => void): AgentStore {
  let lastState = initialAgentState();
  return {
    get: () => (lastState = askPort(store.get, lastState, onFault)),
    update: (change) => askPort(() => store.update(change), undefined, onFault),
  };
}
