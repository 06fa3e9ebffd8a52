import type { Page } from '@playwright/test';
import { appState, type AppState } from '../../../shared/state.ts';

/** The state that the page reads, without the times of the newest and the next reading, which change at any moment. */
export async function readState(page: Page): Promise<AppState> {
  const state = appState.parse(await page.evaluate(() => window.standby.app.getState()));
  const { confirmed } = state.agent;
  return {
    ...state,
    agent: { ...state.agent, nextCheckAt: null, confirmed: confirmed && { ...confirmed, confirmedAt: 0 } },
  };
}
