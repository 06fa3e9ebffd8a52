import { interface as dbusInterface, type MessageBus } from '@particle/dbus-next';
import { connectToBus } from './dbus.ts';

/** The org.freedesktop.ScreenSaver of a desktop. Its members bear the names of the specification. */
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

/** Locks and unlocks the screen, as far as programs are told. */
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

  set(locked: boolean): void {
    this.#screenSaver.isLocked = locked;
    this.#screenSaver.ActiveChanged();
  }

  stop(): void {
    this.#bus.disconnect();
  }
}
