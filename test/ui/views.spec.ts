/** Every view, in both themes and both languages: axe finds nothing in it, and it looks as it did. */
import { workingDay } from '../support/ui/days.ts';
import { expectGoodLook, holdTime } from '../support/ui/look.ts';
import { expect, test } from '../support/ui/standby.ts';
import { views } from '../support/ui/views.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const chinese = new Map(views('zh-CN'));

for (const [name, inEnglish] of views('en')) {
  test(name, async ({ standby, page }) => {
    await standby.open(inEnglish, { answers: { readDay: workingDay } });
    await holdTime(page);
    // One page serves for both: the state is all that differs.
    for (const view of [inEnglish, chinese.get(name) ?? inEnglish]) {
      await standby.push(view);
      await expect(page.locator('html')).toHaveAttribute('lang', view.language);
      await expect(page.getByRole('main')).not.toHaveAttribute('aria-busy', 'true');
      await expectGoodLook(page, name, view.language);
    }
  });
}
