/** The views that are loaded when one of them is first shown. */
export { FirstRun } from './first-run.tsx';
export { Settings } from './settings.tsx';
export { Today } from './today.tsx';
