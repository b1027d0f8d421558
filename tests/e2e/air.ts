import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** What lies between one phone and everything else. Cut, it drops what is connected and lets nothing new through. */
export interface Air {
  /** As a browser context takes it. */
  readonly proxy: { readonly server: string };
  cut(): void;
  back(): void;
  end(): Promise<void>;
}

/**
 * A proxy of one phone's own. A browser's own "offline" leaves the sockets of workers open; a phone in a lift does not.
 */
export async function startAir(): Promise<Air> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A cut line is no error of ours.
    socket.on('error', () => socket.destroy());
    if (isCut) socket.destroy();
  };

  const server = createServer((asked, answer) => {
    const on = request(asked.url ?? '', { method: asked.method, headers: asked.headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    on.on('error', () => asked.socket.destroy());
    asked.pipe(on);
  });
  server.on('connection', keep);
  server.on('connect', (asked, near: Socket, first: Buffer) => {
    const [host = '', port = ''] = (asked.url ?? '').split(':');
    const far = connect(Number(port), host);
    keep(far);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    far.once('connect', () => {
      near.write('HTTP/1.1 200 Connected\r\n\r\n');
      far.write(first);
      far.pipe(near).pipe(far);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    proxy: { server: `http://127.0.0.1:${port}` },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    back() {
      isCut = false;
    },
    async end() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
