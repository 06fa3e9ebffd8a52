/** Whether an address may be opened: https, and the discovered authorization_endpoint with parameters. Pure. */

/** The system passes an address to the browser on its command line, which is limited on Windows. */
const MAX_LENGTH = 8_000;

export function isAuthorizationAddress(address: string, endpoint: string): boolean {
  if (address.length > MAX_LENGTH || !URL.canParse(address) || !URL.canParse(endpoint)) return false;
  const [url, discovered] = [new URL(address), new URL(endpoint)];
  return (
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    url.origin === discovered.origin &&
    url.pathname === discovered.pathname
  );
}
