export { openActivityLog } from '../../../main/activity/log/activity-log.ts';
export { openActivityHistory } from '../../../main/activity/report/activity-history.ts';
export { toLogFileName } from '../../../main/activity/log/log-account.ts';
