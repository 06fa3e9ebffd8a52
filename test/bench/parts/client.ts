// What replaces the SDK in Standby: the client and the two actions.
export { createTencentClient } from '../../../main/tencent/client.ts';
export { parseEndpoint } from '../../../main/tencent/endpoint.ts';
export { setStaffStatus } from '../../../main/tencent/staff-status.ts';
