/**
 * Buffer for the unconsumed bytes of a stream. The buffer doubles when it is full, so each byte is copied only a few times,
 * even with many small chunks. Buffers returned earlier stay unchanged.
 */
export type Inbox = {
  push: (bytes: Uint8Array) => void;
  /** All bytes that are not consumed. */
  bytes: () => Buffer;
  /** Drops `count` bytes from the beginning. */
  consume: (count: number) => void;
};

export function createInbox(): Inbox {
  let buffer = Buffer.alloc(0);
  let [start, end] = [0, 0];
  return {
    push: (bytes) => {
      if (end + bytes.length > buffer.length) {
        const larger = Buffer.allocUnsafe(2 * (end - start + bytes.length));
        end = buffer.copy(larger, 0, start, end);
        start = 0;
        buffer = larger;
      }
      buffer.set(bytes, end);
      end += bytes.length;
    },
    bytes: () => buffer.subarray(start, end),
    consume: (count) => {
      start += count;
    },
  };
}
