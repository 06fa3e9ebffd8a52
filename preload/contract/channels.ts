/**
 * The channels by name, and how they are called on the wire. Apart from what goes through them, because the preload script
 * needs no more: no schema is loaded in the window.
 */
export const invocationNames = [
  'getState',
  'getTexts',
  'choose',
  'tryAgain',
  'giveUp',
  'undo',
  'dismissDrift',
  'copyReceipt',
  'dismissFailure',
  'copyFailure',
  'planReturn',
  'extendReturn',
  'imBack',
  'resumeAutomation',
  'savePreferences',
  'readDay',
  'verifyLog',
  'exportDay',
  'saveAccount',
  'checkAccount',
  'editReasons',
  'importReasons',
  'exportReasons',
  'setShortcut',
  'recordShortcut',
  'testShortcut',
  'setStartAtLogin',
  'undoSettings',
  'copyDiagnostics',
  'openLogFolder',
  'deleteKeys',
  'useSimulator',
  'leaveSimulator',
  'retryKeychain',
  'showPage',
  'dismissNotice',
  'reportTrouble',
  'hideWindow',
  'quit',
] as const;

export type Invocation = (typeof invocationNames)[number];
export type EventName = 'state';

/** The wire names, so that nobody else's channel is mistaken for ours. */
export const invocationChannel = (name: Invocation): string => `standby:${name}`;
export const eventChannel = (name: EventName): string => `standby:event:${name}`;
