/** Every view with forced colors: Windows' contrast themes. */
import { findA11yViolations } from '../../support/ui/axe.ts';
import { workingDay } from '../../support/ui/days.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { showView, views } from '../../support/ui/views.ts';

test.use({ contextOptions: { reducedMotion: 'reduce', forcedColors: 'active' }, clock: 'fixed' });

test('every view is accessible with forced colors', async ({ standby, page }) => {
  const all = views('en');
  await standby.open(all[0]?.state, { responses: { 'activity.readDay': workingDay } });
  await expect.poll(() => page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  const found: Record<string, unknown> = {};
  for (const view of all) {
    await showView(standby, view);
    found[view.name] = await findA11yViolations(page);
  }
  expect(found).toEqual(Object.fromEntries(all.map(({ name }) => [name, []])));
});
