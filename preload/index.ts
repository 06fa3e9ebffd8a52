/** Preload script: exposes `window.standby` with one function for each IPC call, grouped by domain, and `on` for events. */
import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel, ipcCalls, type IpcEvent } from '../shared/ipc/ipc-channels.ts';

type Method = (input?: unknown) => Promise<unknown>;

const domains: Record<string, Record<string, Method>> = {};
for (const call of ipcCalls) {
  const [domain = '', method = ''] = call.split('.');
  (domains[domain] ??= {})[method] = (input) => ipcRenderer.invoke(callChannel(call), input);
}

const on = (event: IpcEvent, listener: (payload: unknown) => void) => {
  // Only the payload is passed on: the IPC event carries the sender.
  const relay = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(eventChannel(event), relay);
  return () => ipcRenderer.off(eventChannel(event), relay);
};

contextBridge.exposeInMainWorld('standby', { ...domains, on });
