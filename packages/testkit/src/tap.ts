import { connect, createServer, type Socket } from 'node:net';
import { unmasker } from './unmask.ts';

/** A wire that is listened to: everything that passes, both ways, as it passed. */
export interface Tap {
  readonly url: string;
  /** All bytes so far; what browsers mask on their way to a server (RFC 6455 §5.3), without its mask too. */
  heard(): Uint8Array;
  end(): Promise<void>;
}

/** Stands in between on the way to a relay (TCP, on loopback). */
export async function tapOn(target: string): Promise<Tap> {
  const { hostname, port } = new URL(target);
  const chunks: Uint8Array[] = [];
  const open = new Set<Socket>();
  const pass = (from: Socket, to: Socket, hear: (chunk: Uint8Array) => void): void => {
    open.add(from);
    from.on('data', (chunk: Buffer) => {
      hear(chunk);
      to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      open.delete(from);
      to.end();
    });
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const unmask = unmasker((bytes) => chunks.push(bytes));
    pass(near, far, (chunk) => {
      chunks.push(chunk);
      unmask(chunk);
    });
    pass(far, near, (chunk) => chunks.push(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    heard: () => Buffer.concat(chunks),
    async end() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
