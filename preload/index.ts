/** Builds `window.standby` from the contract: one function for each invocation, and one to listen. Nothing else crosses. */
import { contextBridge, ipcRenderer } from 'electron';
import { eventChannel, invocationChannel, invocationNames, type EventName } from './contract/channels.ts';

const invoke = Object.fromEntries(
  invocationNames.map((name) => [
    name,
    (input?: unknown): Promise<unknown> => ipcRenderer.invoke(invocationChannel(name), input),
  ]),
);

const on = (event: EventName, listener: (payload: unknown) => void) => {
  // The IPC event itself stays here: it carries the sender.
  const relay = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(eventChannel(event), relay);
  return () => ipcRenderer.off(eventChannel(event), relay);
};

contextBridge.exposeInMainWorld('standby', { ...invoke, on });
