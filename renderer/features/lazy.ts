/** The lazy chunk: views that are loaded when one of them is first shown. */
export { FirstRun } from './first-run/first-run.tsx';
export { Settings } from './settings/settings.tsx';
export { Today } from './today/today.tsx';
