/* Loaded before each program of the run on Wine, which lacks the socket option TCP_KEEPALIVE: Node could not connect. */
import { Socket } from 'node:net';

Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
