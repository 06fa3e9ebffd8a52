export { openDayLog } from '../../../main/day/day-log.ts';
export { openDiary } from '../../../main/day/diary.ts';
