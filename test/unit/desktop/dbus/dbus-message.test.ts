import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeCall, MAX_MESSAGE_BYTES } from '../../../../main/desktop/dbus/message.ts';

/** Messages that another implementation has written (@particle/dbus-next 0.11.4), in base64. */
const others = {
  signal: [
    'bAQBAQQAAAADAAAAbwAAAAEBbwAcAAAAL29yZy9mcmVlZGVza3RvcC9TY3JlZW5TYXZlcgAAAAACAXMAGwAAAG9y',
    'Zy5mcmVlZGVza3RvcC5TY3JlZW5TYXZlcgAAAAAAAwFzAA0AAABBY3RpdmVDaGFuZ2VkAAAACAFnAAFiAAABAAAA',
  ].join(''),
  reply: [
    'bAIBAcAAAAAJAAAAMAAAAAUBdQAHAAAABgFzAAQAAAA6MS40AAAAAAgBZwASYXtzdn10eXF4ZChzYilhc2dpAGsA',
    'AAAAAAAAAgAAAElkAAFzAAAAAgAAAGMyAAAAAAAABgAAAEFjdGl2ZQABYgAAAAEAAAAAAAAACgAAAExvY2tlZEhp',
    'bnQAAWIAAAAAAAAABAAAAFNlYXQABChzbykAAAUAAABzZWF0MAAAAAIAAAAveAAAAAAAACiaAQAAAAAABQDoAwAA',
    'AAD+/////////wAAAAAAAOA/AQAAAGEAAAABAAAADwAAAAEAAAB4AAAAAgAAAHl5AAFzAAAA/f///w==',
  ].join(''),
  error: [
    'bAMBAQsAAAAJAAAARwAAAAQBcwApAAAAb3JnLmZyZWVkZXNrdG9wLkRCdXMuRXJyb3IuU2VydmljZVVua25vd24A',
    'AAAAAAAABQF1AAcAAAAIAWcAAXMAAAYAAABub2JvZHkA',
  ].join(''),
};
const bytesOf = (name: keyof typeof others) => Buffer.from(others[name], 'base64');

test('a signal, a reply of many types, and an error are decoded', () => {
  expect(decodeMessage(bytesOf('signal'))?.message).toMatchObject({
    type: 'signal',
    path: '/org/freedesktop/ScreenSaver',
    interface: 'org.freedesktop.ScreenSaver',
    member: 'ActiveChanged',
    body: [true],
  });
  expect(decodeMessage(bytesOf('reply'))?.message).toMatchObject({
    type: 'reply',
    replySerial: 7,
    body: [
      [
        ['Id', 'c2'],
        ['Active', true],
        ['LockedHint', false],
        ['Seat', ['seat0', '/x']],
      ],
      105_000,
      5,
      1_000,
      -2,
      0.5,
      ['a', true],
      ['x', 'yy'],
      's',
      -3,
    ],
  });
  expect(decodeMessage(bytesOf('error'))?.message).toMatchObject({
    type: 'error',
    replySerial: 7,
    body: ['nobody'],
  });
});

test('an encoded call is what the other implementation decodes', () => {
  const call = {
    destination: 'org.freedesktop.login1',
    path: '/org/freedesktop/login1',
    interface: 'org.freedesktop.login1.Manager',
    member: 'GetSession',
    signature: 'ss',
    body: ['c2', 'é'],
    noAutoStart: true,
  };
  // Decoded once by that implementation: signature "ss", body ["c2", "é"].
  expect(encodeCall(call, 7).toString('base64')).toBe(
    [
      'bAECAQ8AAAAHAAAAiAAAAAEBbwAXAAAAL29yZy9mcmVlZGVza3RvcC9sb2dpbjEAAgFzAB4AAABvcmcuZnJlZWRl',
      'c2t0b3AubG9naW4xLk1hbmFnZXIAAAMBcwAKAAAAR2V0U2Vzc2lvbgAAAAAAAAYBcwAWAAAAb3JnLmZyZWVkZXNr',
      'dG9wLmxvZ2luMQAACAFnAAJzcwACAAAAYzIAAAIAAADDqQA=',
    ].join(''),
  );
  expect(decodeMessage(encodeCall(call, 7))).toMatchObject({
    message: { type: 'other', path: call.path, member: 'GetSession', body: ['c2', 'é'] },
  });
});

test('messages are read from a stream in order, however its chunks are cut', () => {
  const stream = Buffer.concat([bytesOf('reply'), bytesOf('signal')]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: stream.length }), (cut) => {
      const first = decodeMessage(stream.subarray(0, cut));
      if (cut < bytesOf('reply').length) expect(first).toBeNull();
      else expect(first?.size).toBe(bytesOf('reply').length);
    }),
  );
});

test('bytes that are not D-Bus are refused, and never read past their end', () => {
  const tooLarge = Buffer.from(bytesOf('signal'));
  tooLarge.writeUInt32LE(MAX_MESSAGE_BYTES, 4);
  expect(() => decodeMessage(tooLarge)).toThrow('too long');
  fc.assert(
    fc.property(
      fc.constantFrom('signal' as const, 'reply' as const, 'error' as const),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
      (name, changes) => {
        const bytes = Buffer.from(bytesOf(name));
        for (const [place, value] of changes) bytes[place % bytes.length] = value;
        try {
          const found = decodeMessage(bytes);
          expect(found === null || found.size <= bytes.length).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(TypeError);
          expect(String(error)).not.toContain('Maximum call stack');
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
