import { interface as dbusInterface, type Message } from '@particle/dbus-next';
import { connectToBus } from './dbus.ts';

/** The portal's interface for global shortcuts, of which Standby reads the version only; Electron does the rest. */
class GlobalShortcuts extends dbusInterface.Interface {
  readonly version = 1;

  constructor() {
    super('org.freedesktop.portal.GlobalShortcuts');
  }
}

GlobalShortcuts.configureMembers({ properties: { version: { signature: 'u', access: 'read' } } });

/** What a fake portal does. `hangs`: it answers no call. */
export type PortalKind = 'has shortcuts' | 'has none' | 'hangs';

/** Starts a portal on the session bus. @returns stops it */
export async function startShortcutPortal(kind: PortalKind): Promise<() => void> {
  const bus = connectToBus();
  if (kind === 'has shortcuts') bus.export('/org/freedesktop/portal/desktop', new GlobalShortcuts());
  // A handler that returns true has taken the call, which then gets no reply.
  if (kind === 'hangs')
    bus.addMethodHandler(({ path }: Message) => path === '/org/freedesktop/portal/desktop');
  await bus.requestName('org.freedesktop.portal.Desktop');
  return () => bus.disconnect();
}
