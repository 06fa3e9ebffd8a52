/** Every view, in both themes and both languages: axe finds nothing in it, and it looks as it did. */
import { workingDay } from '../support/ui/days.ts';
import { expectGoodLook, holdTime } from '../support/ui/look.ts';
import { expect, test } from '../support/ui/standby.ts';
import { show, views } from '../support/ui/views.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const inChinese = views('zh-CN');

for (const [index, inEnglish] of views('en').entries()) {
  test(inEnglish.name, async ({ standby, page }) => {
    await standby.open(inEnglish.state, { answers: { readDay: workingDay } });
    await holdTime(page);
    // One page serves for both: the state is all that differs.
    for (const view of [inEnglish, inChinese[index] ?? inEnglish]) {
      await show(standby, view);
      const { language } = view.state;
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectGoodLook(page, view.name, language);
    }
  });
}
