/**
 * Opens the company's sign-in in the browser. This is the one file that opens an address: a link that somebody else can shape
 * would start other programs.
 */
import { shell } from 'electron';
import { isAuthorizationAddress } from './authorization-address.ts';

/**
 * Opens the address if it is the authorization address that the issuer has announced.
 * @param endpoint the discovered authorization_endpoint
 * @returns false if it is another one, or the system has no browser for it
 */
export async function openAuthorizationAddress(address: string, endpoint: string): Promise<boolean> {
  if (!isAuthorizationAddress(address, endpoint)) return false;
  try {
    await shell.openExternal(new URL(address).href);
    return true;
  } catch {
    return false;
  }
}
