import * as dbus from '@particle/dbus-next';

/** A method call. Electron does not support introspection, so the tests send calls of this form. */
export interface Call {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
}

/**
 * Connects to a bus.
 * @param address of the bus; the session bus by default
 */
export function connectToBus(address?: string): dbus.MessageBus {
  return dbus.sessionBus(address === undefined ? {} : { busAddress: address });
}

/** Sends a method call and resolves to the body of its reply; an error reply rejects. */
export async function callMethod(bus: dbus.MessageBus, call: Call): Promise<unknown[]> {
  const reply = await bus.call(new dbus.Message(call));
  return (reply?.body ?? []) as unknown[];
}

/** Subscribes to the signals that match a rule. They arrive as `message` events of the bus. */
export async function matchSignals(bus: dbus.MessageBus, rule: string): Promise<void> {
  await callMethod(bus, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'AddMatch',
    signature: 's',
    body: [`type='signal',${rule}`],
  });
}

/** Removes the variants around a D-Bus value and inside it. */
export function unwrap(value: unknown): unknown {
  if (value instanceof dbus.Variant) return unwrap(value.value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
  }
  return value;
}
