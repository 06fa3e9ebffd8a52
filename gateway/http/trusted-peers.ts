/** Which computers may connect where a proxy ends TLS. */
import { BlockList, isIPv6 } from 'node:net';

/** The parts of the loopback interface: a proxy on the same computer. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/**
 * Creates the check of a peer's address. Without TLS a token of any other computer would have crossed the network in the clear.
 * @param trustedProxies addresses and networks (CIDR), which the configuration's schema has checked
 */
export function createTrustedPeers(
  trustedProxies: readonly string[],
): (address: string | undefined) => boolean {
  const trusted = new BlockList();
  for (const each of [...LOOPBACK, ...trustedProxies]) {
    const [address = '', prefix] = each.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    // An IPv4 peer of a socket that listens on IPv6.
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
    return plain !== '' && trusted.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
