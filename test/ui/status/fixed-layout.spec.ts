/** UI tests: in the main view nothing moves and nothing needs scrolling, whatever the state. */
import { workingDay } from '../../support/ui/days.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { FAILURE_TRAITS, type FailureKind } from '../../../tencent/failure.ts';
import { keychainState } from '../../../shared/state.ts';
import { agent, confirmed, failure, minutes, NOW, state } from '../../support/ui/states.ts';
import { inspectViews, intent, views, type View } from '../../support/ui/views.ts';

type Targets = { tiles: string[]; reasons: string[] };

/** Place and size of every tile and of every reason by its name. Runs in the page. */
function targets(): Targets {
  const places = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].join(' ');
    });
  return { tiles: places('.tiles > button'), reasons: places('.reason-columns button') };
}

/**
 * What scrolls, and what is cut off at the bottom of its place, except what ends with "…" beside a button that shows the
 * rest. Runs in the page.
 */
function hiddenParts(): string[] {
  const clipped = [
    ...document.querySelectorAll<HTMLElement>('html, body, .window *:not(.unseen, svg, svg *)'),
  ]
    .filter((element) => getComputedStyle(element).overflowY !== 'visible' || element === document.body)
    .filter((element) => element.scrollHeight > element.clientHeight)
    .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
    .filter((element) => !element.matches('.card:has([aria-expanded]) .failure-text'))
    .map((element) => `${element.className || element.tagName}: ${element.textContent}`);
  const outside = [...document.querySelectorAll('button')]
    .filter((button) => button.getBoundingClientRect().bottom > innerHeight)
    .map((button) => button.textContent);
  return [...clipped, ...outside];
}

const isMainView = ({ state: { route, account } }: View) =>
  route === 'main' && account.mode !== 'unconfigured';

/** The agent has typed these texts, and they are longer than any of Standby's. */
const hasDefaultTexts = ({ name }: View) => name !== 'long texts';

/** A view for each failure of a switch, each of a reading, and each error of the keychain. */
function viewsOfErrors(language: View['state']['language']): View[] {
  const failures = (Object.keys(FAILURE_TRAITS) as FailureKind[]).flatMap((kind) => {
    const { whoCanFix } = FAILURE_TRAITS[kind];
    const failed = failure({ kind, whoCanFix, choice: { status: 'notReady', reason: 'Admin work' } });
    const waiting = intent({ phase: { type: 'waiting', until: NOW + minutes(1) } });
    return [
      { name: kind, state: state({ language, agent: agent({ failure: failed }) }) },
      {
        name: `${kind}, waiting`,
        state: state({ language, agent: agent({ failure: failed, intent: waiting }) }),
      },
      {
        name: `${kind} of a reading`,
        state: state({
          language,
          agent: agent({ failure: { ...failed, choice: null }, confirmed: confirmed({ isValid: false }) }),
        }),
      },
    ];
  });
  const keychains = keychainState.options.map((keychain) => ({
    name: `keychain error ${keychain}`,
    state: state({ language, account: { keychain } }),
  }));
  return [...failures, ...keychains].map((view) => ({ ...view, tab: 'account' }));
}

for (const [width, height] of [
  [360, 460],
  [380, 560],
] as const) {
  test.describe(`${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });

    for (const language of ['en', 'zh-CN'] as const) {
      test(`tiles and reasons have one place in all states, ${language}`, async ({ standby }) => {
        const all = views(language).filter(isMainView);
        await standby.open(all[0]?.state, { responses: { 'activity.readDay': workingDay } });
        const found = await inspectViews(standby, all, targets);
        const [first] = found.values();
        expect(first?.tiles).toHaveLength(3);
        expect(first?.reasons).toHaveLength(8);
        for (const view of all) {
          expect.soft(found.get(view.name)?.tiles, view.name).toEqual(first?.tiles);
          const { rest, notReady } = view.state.reasons;
          if (rest.length + notReady.length !== 6) continue;
          expect.soft(found.get(view.name)?.reasons, view.name).toEqual(first?.reasons);
        }
      });

      test(`every state is seen whole without scrolling, ${language}`, async ({ standby }) => {
        const all = [
          ...viewsOfErrors(language),
          ...views(language).filter(isMainView).filter(hasDefaultTexts),
        ];
        await standby.open(all[0]?.state, { responses: { 'activity.readDay': workingDay } });
        const found = await inspectViews(standby, all, hiddenParts);
        expect([...found].filter(([, parts]) => parts.length > 0)).toEqual([]);
      });
    }
  });
}

test('the details of a failure cover no tile and move nothing', async ({ standby, page }) => {
  await page.setViewportSize({ width: 360, height: 460 });
  await standby.open(
    state({ agent: agent({ failure: failure({ message: 'A long message. '.repeat(60) }) }) }),
  );
  const before = await page.evaluate(targets);
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(page.getByText('AuthFailure.UnauthorizedOperation')).toBeVisible();
  expect(await page.evaluate(targets)).toEqual(before);
  const card = await page.locator('.message-area > .card').boundingBox();
  const tiles = await page.getByRole('group', { name: 'Status' }).boundingBox();
  expect(card?.y).toBeGreaterThanOrEqual((tiles?.y ?? 0) + (tiles?.height ?? 0));
});
