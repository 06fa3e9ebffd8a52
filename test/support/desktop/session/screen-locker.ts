import { interface as dbusInterface, type MessageBus } from '@particle/dbus-next';
import { connectToBus } from './dbus.ts';

/** The D-Bus interface org.freedesktop.ScreenSaver, with the member names of the specification. */
class ScreenSaver extends dbusInterface.Interface {
  isLocked = false;

  constructor() {
    super('org.freedesktop.ScreenSaver');
  }

  GetActive(): boolean {
    return this.isLocked;
  }

  ActiveChanged(): boolean {
    return this.isLocked;
  }
}

ScreenSaver.configureMembers({
  methods: { GetActive: { outSignature: 'b' } },
  signals: { ActiveChanged: { signature: 'b' } },
});

/** A screen locker that only reports locking and unlocking to programs. */
export class ScreenLocker {
  readonly #bus: MessageBus;
  readonly #screenSaver = new ScreenSaver();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  static async start(): Promise<ScreenLocker> {
    const bus = connectToBus();
    const locker = new ScreenLocker(bus);
    bus.export('/org/freedesktop/ScreenSaver', locker.#screenSaver);
    await bus.requestName('org.freedesktop.ScreenSaver');
    return locker;
  }

  setLocked(locked: boolean): void {
    this.#screenSaver.isLocked = locked;
    this.#screenSaver.ActiveChanged();
  }

  stop(): void {
    this.#bus.disconnect();
  }
}
