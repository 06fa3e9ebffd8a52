// Exports the client and its two actions, which Standby uses instead of the SDK.
export { createTencentClient } from '../../../tencent/client.ts';
export { createClockCorrection } from '../../../tencent/signature/clock-offset.ts';
export { parseEndpoint } from '../../../tencent/transport/endpoint.ts';
export { setStaffStatus } from '../../../tencent/staff-status.ts';
