/**
 * The names of the IPC calls and of their channels. This file imports nothing: the preload script bundles it without the
 * schemas of ipc-schema.ts.
 */

/** Every call, `domain.method`; the preload script exposes `window.standby[domain][method]`. ipc-schema.ts has to define each. */
export const ipcCalls = [
  'status.request',
  'status.retryNow',
  'status.checkNow',
  'status.cancelIntent',
  'status.undo',
  'status.dismissExternalChange',
  'status.dismissFailure',
  'status.copyReceipt',
  'status.copyFailure',
  'account.save',
  'account.check',
  'account.readSetup',
  'account.copySetup',
  'account.deleteKeys',
  'account.useSimulator',
  'account.leaveSimulator',
  'account.retryKeychain',
  'account.signIn',
  'account.signInByDeviceCode',
  'account.cancelSignIn',
  'account.copyUserCode',
  'account.signOut',
  'settings.savePreferences',
  'settings.setStartAtLogin',
  'settings.editReasons',
  'settings.importReasons',
  'settings.exportReasons',
  'settings.setShortcut',
  'settings.addChoiceShortcut',
  'settings.removeChoiceShortcut',
  'settings.recordShortcut',
  'settings.testShortcut',
  'settings.undo',
  'activity.planReturn',
  'activity.extendReturn',
  'activity.confirmReturn',
  'activity.resumeAutomation',
  'activity.readDay',
  'activity.exportDay',
  'app.getState',
  'app.getTranslations',
  'app.navigate',
  'app.dismissNotice',
  'app.hideHint',
  'app.showHints',
  'app.copyDiagnostics',
  'app.openLogFolder',
  'app.reportError',
  'app.hideWindow',
  'app.quit',
] as const;

export type IpcCall = (typeof ipcCalls)[number];
export type IpcEvent = 'state';

/** The channel of a call. The prefix keeps it apart from the channels of Electron and of other modules. */
export const callChannel = (call: IpcCall): string => `standby:${call}`;
export const eventChannel = (event: IpcEvent): string => `standby:event:${event}`;
