export { signRequest } from '../../../tencent/signature/tc3.ts';
