/**
 * Global shortcuts on native Wayland windows. Electron requests them from the desktop's portal and returns true as soon as the
 * request is sent: also where the portal refuses it later, or does not exist (electron/electron#52218). So the portal is asked
 * first whether it has global shortcuts at all. Its decision about a shortcut is sent to Electron's connection only.
 */
import * as z from 'zod/mini';
import { ErrorReply, type MessageBus } from '../dbus/message-bus.ts';
import type { KeyRegistrar } from './key-registrar.ts';

/** Whether the portal has global shortcuts; `unknown`: it did not answer in time. */
export type PortalSupport = 'available' | 'absent' | 'unknown';

/** A portal that is started by this call needs a moment. */
const CALL_MS = 5_000;

const versionReply = z.tuple([z.number().check(z.gte(1))]);

/**
 * Reads the version of the portal's interface for global shortcuts.
 * @param open connects to the session bus; rejects if there is none
 */
export async function queryPortal(open: () => Promise<MessageBus>): Promise<PortalSupport> {
  let bus: MessageBus;
  try {
    bus = await open();
  } catch {
    return 'absent';
  }
  try {
    const call = {
      destination: 'org.freedesktop.portal.Desktop',
      path: '/org/freedesktop/portal/desktop',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.freedesktop.portal.GlobalShortcuts', 'version'],
    };
    return versionReply.safeParse(await bus.call(call, CALL_MS)).success ? 'available' : 'absent';
  } catch (error) {
    return error instanceof ErrorReply ? 'absent' : 'unknown';
  } finally {
    bus.close();
  }
}

/** Electron's registrar, which is not asked where the portal has no global shortcuts. */
export function createPortalKeys(electronKeys: KeyRegistrar, support: PortalSupport): KeyRegistrar {
  return {
    ...electronKeys,
    isGrantedByPress: true,
    register: (accelerator, onPress) =>
      support === 'absent' ? Promise.resolve('notGranted') : electronKeys.register(accelerator, onPress),
  };
}
