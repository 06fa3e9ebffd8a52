/**
 * @typedef {object} TestPlan
 * @property {string[][]} groups the names of the steps to run, in this order; those of a group run at the same time
 * @property {string[]} linuxOnly the names of the steps that a whole run leaves out on this system
 */

/** The first two compute on one core each. The others use all cores, and a second one beside them would slow both. */
const everywhere = [['typecheck', 'lint'], ['unit'], ['ui']];

/**
 * Which steps `npm test` runs on a system. The desktop tests need D-Bus and X, which only Linux has. A part of them is
 * portable: it runs as a step of its own on the other systems.
 * @param {NodeJS.Platform} platform
 * @param {string} [only] the one step that was asked for
 * @returns {TestPlan}
 */
export function planSteps(platform, only) {
  if (only !== undefined) return { groups: [[only]], linuxOnly: [] };
  return platform === 'linux'
    ? { groups: [...everywhere, ['desktop']], linuxOnly: [] }
    : { groups: [...everywhere, ['portable']], linuxOnly: ['desktop'] };
}
