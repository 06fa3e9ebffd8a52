/** Addresses of STS. */
import { parseEndpoint, type Edition, type EndpointResult } from '../transport/endpoint.ts';

/** The hosts of the SDKs of each site. */
const STS_ADDRESSES = {
  international: 'https://sts.intl.tencentcloudapi.com/',
  mainland: 'https://sts.tencentcloudapi.com/',
};

/**
 * Returns the endpoint of STS for an edition.
 * @param customAddress for the edition `custom`, which has no public STS
 */
export function stsEndpoint(edition: Exclude<Edition, 'gateway'>, customAddress = ''): EndpointResult {
  return parseEndpoint('custom', edition === 'custom' ? customAddress : STS_ADDRESSES[edition]);
}
