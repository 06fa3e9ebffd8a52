/**
 * The time in a tooltip: `since 14:05`. A status that began the day before has its date, `since Nov 27, 23:59`, which every test
 * sees that runs at midnight.
 */
export const SINCE = String.raw`since (?:[A-Z][a-z]{2} \d{1,2}, )?\d\d:\d\d`;

/** Whether a tooltip shows a confirmed status, whatever stands after it. */
export const isConfirmed = (toolTip: string): boolean => new RegExp(`, ${SINCE}`).test(toolTip);
