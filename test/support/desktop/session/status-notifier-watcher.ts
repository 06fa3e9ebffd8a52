import { interface as dbusInterface } from '@particle/dbus-next';

/**
 * The D-Bus interface org.kde.StatusNotifierWatcher, to which apps register their tray icons, with the method names of the
 * protocol.
 */
export class StatusNotifierWatcher extends dbusInterface.Interface {
  /** Called with the bus name of every item that registers. */
  onItem: (busName: string) => void = () => undefined;

  readonly RegisteredStatusNotifierItems: string[] = [];
  readonly IsStatusNotifierHostRegistered = true;
  readonly ProtocolVersion = 0;

  constructor() {
    super('org.kde.StatusNotifierWatcher');
  }

  RegisterStatusNotifierItem(service: string): void {
    this.RegisteredStatusNotifierItems.push(service);
    this.StatusNotifierItemRegistered(service);
    this.onItem(service);
  }

  /** Only one host exists, so a registration needs no bookkeeping. */
  RegisterStatusNotifierHost(): void {
    return;
  }

  StatusNotifierItemRegistered(service: string): string {
    return service;
  }
}

StatusNotifierWatcher.configureMembers({
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  signals: { StatusNotifierItemRegistered: { signature: 's' } },
});
