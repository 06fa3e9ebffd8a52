import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayText } from '../../../main/desktop/display-text.ts';
import { getNotificationSpecs } from '../../../main/desktop/notifications/notification-model.ts';
import { avoidMarkup, escapeMarkup } from '../../../main/desktop/notifications/notification-markup.ts';
import { trayMenu, trayTooltip } from '../../../main/desktop/tray/tray-model.ts';
import { appState, MONDAY_9AM, confirmed } from '../../support/app-state.ts';
import { translateInto } from '../../support/texts.ts';

const t = translateInto('en');

test.each([
  ['Lunch', 'Lunch'],
  ['  Lunch ', 'Lunch'],
  ['R&D <3 weeks>', 'R&D <3 weeks>'],
  ['午餐 🍜 👩‍💻', '午餐 🍜 👩‍💻'],
  ['two\nlines\r\nof it', 'two lines of it'],
  ['a\u202Egnp.exe', 'a gnp.exe'],
  ['\u2066left\u2069 \u200Fright\u061C', 'left   right'],
  ['\u0000\u0007bell', 'bell'],
  ['half \uD83D pair', 'half   pair'],
  ['\u202E', ''],
])('the text %j is shown as %j', (text, shown) => {
  expect(displayText(text)).toBe(shown);
});

test('a text that is too long is cut between whole characters', () => {
  expect(displayText('x'.repeat(80))).toBe('x'.repeat(80));
  expect(displayText('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
  expect(displayText('🍜'.repeat(100))).toBe(`${'🍜'.repeat(79)}…`);
});

test('no reason from the service adds a line or exceeds the length in tray and notifications', () => {
  const reasons = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constant('\u202E\n'.repeat(500)),
  );
  fc.assert(
    fc.property(reasons, (reason) => {
      const away = confirmed({ status: 'rest', reason });
      const state = appState(
        { confirmed: away },
        { plannedReturn: { backAt: MONDAY_9AM, minutes: null, stage: 'due', promptCount: 1 } },
      );
      const labels = trayMenu(state, t, MONDAY_9AM).map((item) => ('label' in item ? item.label : ''));
      const messages = getNotificationSpecs(state).flatMap(({ render }) => [render(t).title, render(t).body]);
      for (const text of [...labels, ...trayTooltip(state, t, MONDAY_9AM).split('\n'), ...messages]) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
        expect(text.length).toBeLessThan(300);
      }
    }),
    { numRuns: 30 },
  );
});

test('an escaped text is displayed unchanged by a service that parses markup', () => {
  expect(escapeMarkup('R&D <3 weeks> &amp; more')).toBe('R&amp;D &lt;3 weeks&gt; &amp;amp; more');
  const read = (markup: string) =>
    markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
      expect(read(escapeMarkup(text))).toBe(text);
    }),
  );
});

test('a text for a service with unknown markup support contains no markup characters', () => {
  expect(avoidMarkup('R&D <3 weeks>')).toBe('R＆D ‹3 weeks›');
  fc.assert(fc.property(fc.string(), (text) => !/[<>&]/.test(avoidMarkup(text))));
});
