/** Sends the simulator's HTTP response, with or without a fault. */
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';

const PORTAL_PAGE =
  '<!doctype html><html><head><title>Guest Wi-Fi</title></head><body>Please sign in.</body></html>';

/**
 * Sends a response, altered by the fault if there is one.
 *
 * @param now epoch milliseconds for the Date header, from which clients correct their clock
 */
export function sendResponse(response: ServerResponse, body: object, fault: Fault | null, now: number): void {
  const json = Buffer.from(JSON.stringify(body));
  const half = json.subarray(0, Math.floor(json.length / 2));
  const head = (status: number, contentType: string, length: number) =>
    response.writeHead(status, {
      'Content-Type': contentType,
      'Content-Length': length,
      Date: new Date(now).toUTCString(),
    });
  const send = (status: number, contentType: string, content: Buffer) => {
    head(status, contentType, content.length).end(content);
  };

  switch (fault?.kind) {
    case 'drop':
      response.destroy();
      return;
    case 'stall':
      // The socket stays open until the client times out or the simulator closes.
      if (fault.where === 'body') head(200, 'application/json', json.length).write(half);
      return;
    case 'truncate':
      return send(200, 'application/json', half);
    case 'garbage':
      return send(200, 'application/json', Buffer.from([0x00, 0xff, 0x7b, 0x80, 0x22, 0x0d]));
    case 'html':
      return send(200, 'text/html; charset=utf-8', Buffer.from(PORTAL_PAGE));
    case 'http':
      return send(fault.status, 'text/plain', Buffer.from(`HTTP ${fault.status}`));
    case 'error':
    case 'agentError':
    case 'agentMissing':
    case 'delay':
    case undefined:
      return send(200, 'application/json', json);
  }
}
