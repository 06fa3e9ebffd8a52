export { signRequest } from '../../../main/tencent/tc3.ts';
