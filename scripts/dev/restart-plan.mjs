/**
 * Decides when `npm run dev` starts, stops and restarts the app. Pure: the caller executes `action`.
 * @typedef {object} DevState
 * @property {'stopped' | 'running' | 'stopping'} app
 * @property {readonly string[]} pending the parts to build before the app can start
 * @property {boolean} isQuitting whether `npm run dev` ends when the app has ended
 *
 * @typedef {{ type: 'built' | 'failed', part: string } | { type: 'ended', code: number } | { type: 'quit' }} DevEvent
 * @typedef {{ type: 'none' | 'start' | 'stop' } | { type: 'exit', code: number }} DevAction
 */

/**
 * @param {readonly string[]} parts of which the app is built
 * @returns {DevState}
 */
export function initialState(parts) {
  return { app: 'stopped', pending: parts, isQuitting: false };
}

/** @type {DevAction} */
const none = { type: 'none' };

/**
 * @param {DevState} state
 * @param {DevEvent} event
 * @returns {{ state: DevState, action: DevAction }}
 */
export function next(state, event) {
  switch (event.type) {
    case 'built': {
      const pending = state.pending.filter((part) => part !== event.part);
      return settle({ ...state, pending });
    }
    case 'failed':
      // The running app continues; a restart waits for the next successful build.
      return { state: { ...state, pending: [...new Set([...state.pending, event.part])] }, action: none };
    case 'ended':
      if (state.isQuitting) return { state: { ...state, app: 'stopped' }, action: { type: 'exit', code: 0 } };
      // Somebody has quit the app, for example from its tray menu.
      if (state.app === 'running')
        return { state: { ...state, app: 'stopped' }, action: { type: 'exit', code: event.code } };
      return settle({ ...state, app: 'stopped' });
    case 'quit':
      if (state.app === 'stopped')
        return { state: { ...state, isQuitting: true }, action: { type: 'exit', code: 0 } };
      return {
        state: { ...state, app: 'stopping', isQuitting: true },
        action: state.app === 'running' ? { type: 'stop' } : none,
      };
  }
}

/**
 * Starts or restarts the app when all parts are built. While it stops, the event `ended` does that.
 * @param {DevState} state
 * @returns {{ state: DevState, action: DevAction }}
 */
function settle(state) {
  if (state.pending.length > 0 || state.app === 'stopping') return { state, action: none };
  return state.app === 'running'
    ? { state: { ...state, app: 'stopping' }, action: { type: 'stop' } }
    : { state: { ...state, app: 'running' }, action: { type: 'start' } };
}
