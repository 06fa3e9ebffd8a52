/** Screenshots and axe checks of every view, in both themes and both languages. */
import { workingDay } from '../../support/ui/days.ts';
import { expectScreenshot } from '../../support/ui/visual.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { showView, views } from '../../support/ui/views.ts';

// Color transitions would make the contrast check flaky. axe uses timers, and pictures need one time.
test.use({ contextOptions: { reducedMotion: 'reduce' }, clock: 'fixed' });

const inChinese = views('zh-CN');

for (const [index, inEnglish] of views('en').entries()) {
  test(`the view "${inEnglish.name}" matches its screenshots and is accessible`, async ({
    standby,
    page,
  }) => {
    await standby.open(inEnglish.state, { responses: { 'activity.readDay': workingDay } });
    // One page for both languages: only the state differs.
    for (const view of [inEnglish, inChinese[index] ?? inEnglish]) {
      await showView(standby, view);
      const { language } = view.state;
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectScreenshot(page, view.name, language);
    }
  });
}
