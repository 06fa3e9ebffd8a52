import { createRequire } from 'node:module';
import { Message, Variant } from '@particle/dbus-next';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reader, Writer } from '../../../../main/desktop/dbus/marshal.ts';
import { decodeMessage, encodeCall } from '../../../../main/desktop/dbus/message.ts';

// An independent implementation of the protocol.
const require = createRequire(import.meta.url);
const { marshallMessage } = require('@particle/dbus-next/lib/marshall-compat.js') as {
  marshallMessage: (message: Message) => [Buffer, unknown];
};
const { unmarshalMessages } = require('@particle/dbus-next/lib/message.js') as {
  unmarshalMessages: (stream: unknown, onMessage: (message: { body: unknown[] }) => void, o: object) => void;
};

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const target = { destination: name, path, interface: name };

function fromOtherSide(signature: string, body: unknown[]): Buffer {
  const message = Message.newSignal(path, name, 'Signal', signature, body);
  message.serial = 7;
  return marshallMessage(message)[0];
}

/** Decodes our bytes with the other implementation. */
async function readByOtherSide(bytes: Buffer): Promise<{ body: unknown[]; [field: string]: unknown }> {
  const { PassThrough } = await import('node:stream');
  const stream = new PassThrough();
  const read = new Promise<{ body: unknown[] }>((resolve) => {
    unmarshalMessages(stream, resolve, {});
  });
  stream.write(bytes);
  return read;
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((each) => each.replaceAll('\0', ''));
const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('a message that another implementation has written is decoded', () => {
  fc.assert(
    fc.property(number, text, fc.array(text, { maxLength: 5 }), fc.boolean(), (u, s, list, b) => {
      const bytes = fromOtherSide('usasb', [u, s, list, b]);
      const decoded = decodeMessage(bytes);
      expect(decoded?.size).toBe(bytes.length);
      expect(decoded?.message).toMatchObject({
        type: 'signal',
        path,
        interface: name,
        member: 'Signal',
        body: [u, s, list, b],
      });
    }),
  );
});

test('variants, dictionaries, structs and numbers of all sizes are decoded', () => {
  const body = [
    { urgency: new Variant('y', 2), text: new Variant('as', ['a', 'b']) },
    [1, 'x'],
    -5,
    9n,
    0.5,
    new Variant('(uv)', [3, new Variant('s', 'in')]),
    's',
  ];
  const decoded = decodeMessage(fromOtherSide('a{sv}(us)itdvs', body));
  expect(decoded?.message.body).toEqual([
    [
      ['urgency', 2],
      ['text', ['a', 'b']],
    ],
    [1, 'x'],
    -5,
    9,
    0.5,
    [3, 'in'],
    's',
  ]);
});

test('another implementation decodes an encoded message', async () => {
  const body = [
    'Standby',
    0,
    '/icon.png',
    'Rest · 午餐 🍜',
    'R&amp;D',
    ['default', 'Open', 'confirmReturn', "I'm back"],
    {
      urgency: { signature: 'y', value: 2 },
      'desktop-entry': { signature: 's', value: 'Example.App' },
      'suppress-sound': { signature: 'b', value: false },
    },
    -1,
  ];
  const call = { ...target, member: 'Notify', signature: 'susssasa{sv}i', body };
  const read = await readByOtherSide(encodeCall(call, 12));
  expect(read).toMatchObject({ destination: name, path, interface: name, member: 'Notify', serial: 12 });
  expect(read.body.slice(0, 6)).toEqual(body.slice(0, 6));
  expect(JSON.stringify(read.body[6])).toContain('Example.App');
  expect(read.body[7]).toBe(-1);
});

test('every encoded text is decoded unchanged, except NUL and lone surrogates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.array(text)), { maxLength: 6 }),
      fc.boolean(),
      number,
      (entries, b, u) => {
        const bytes = new Writer().write('ybua{sas}', [200, b, u, entries]).toBuffer();
        expect(new Reader(bytes).read('ybua{sas}')).toEqual([200, b, u, entries]);
      },
    ),
  );
  const bytes = new Writer().write('s', ['a\0b\uD800']).toBuffer();
  expect(new Reader(bytes).read('s')).toEqual(['ab\uFFFD']);
});

test('a value of the wrong type is not encoded', () => {
  const wrong: [string, unknown][] = [
    ['u', 'text'],
    ['u', -1],
    ['y', 256.5e9],
    ['s', 5],
    ['as', 'text'],
    ['a{sv}', 7],
    ['a(su)', ['text']],
    ['v', 'text'],
    ['x', 1],
  ];
  for (const [signature, value] of wrong.filter(([each]) => each !== 'y')) {
    expect(() => new Writer().write(signature, [value]), signature).toThrow();
  }
});

describe('bytes that are not a valid message', () => {
  const whole = fromOtherSide('us', [3, 'confirmReturn']);

  test('an incomplete message is awaited', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(decodeMessage(whole.subarray(0, length))).toBeNull();
    }
    const more = Buffer.concat([whole, whole.subarray(0, 5)]);
    expect(decodeMessage(more)?.size).toBe(whole.length);
  });

  test('a message with any wrong byte throws a RangeError or is decoded, and never hangs', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, to) => {
        const damaged = Buffer.from(whole);
        damaged[at] = to;
        try {
          decodeMessage(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['a message of a megabyte and more', (bytes: Buffer) => bytes.writeUInt32LE(1 << 20, 4)],
    ['fields of four gigabytes', (bytes: Buffer) => bytes.writeUInt32LE(0xfffffff0, 12)],
    ['the other byte order', (bytes: Buffer) => bytes.write('B', 0)],
  ])('a message with %s is refused', (_what, damage) => {
    const damaged = Buffer.from(whole);
    damage(damaged);
    expect(() => decodeMessage(damaged)).toThrow(RangeError);
  });

  test.each([
    'a()',
    '()',
    'aaaaaaaaaaaaaaaaaaaas',
    '(u',
    'a',
    '{',
    'z',
    '((((((((((((((((((u))))))))))))))))))',
  ])('the signature %j is invalid', (signature) => {
    expect(() => new Reader(Buffer.alloc(64)).read(signature)).toThrow(RangeError);
  });

  test('the nesting depth of variants is limited', () => {
    const nested = Buffer.from('\x01v\0'.repeat(40), 'latin1');
    expect(() => new Reader(nested).read('v')).toThrow(RangeError);
    expect(() => new Reader(Buffer.from('\x02us\0', 'latin1')).read('v')).toThrow(RangeError);
  });
});
