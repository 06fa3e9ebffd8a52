/** The commands for a whole team, and what they need. */
import type { Command } from 'commander';
import type { Translate } from '../shared/i18n.ts';

export type TeamActions = object;

/** Adds `team …` to the grammar. @param run reports the exit code that an action resolves to */
export function addTeamCommands(
  _program: Command,
  _t: Translate,
  _actions: TeamActions,
  _run: (code: Promise<number>) => Promise<void>,
): void {
  // No command yet.
}
