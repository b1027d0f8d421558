import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { framed, framedOnce } from './frame.ts';

/** A client of `ws` that hears exactly these bytes after the handshake. */
async function heard(frames: readonly Buffer[]): Promise<Buffer[]> {
  const server = createServer((socket: Socket) => {
    socket.once('data', (request: Buffer) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(request.toString('latin1'))?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
      );
      for (const frame of frames) socket.write(frame);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const client = new WebSocket(`ws://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`);
  const messages: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('message', (data, isBinary) => {
      if (!isBinary || !Buffer.isBuffer(data)) return reject(new Error('not binary'));
      if (messages.push(data) === frames.length) resolve();
    });
  });
  client.terminate();
  server.close();
  return messages;
}

test('a frame is read by `ws` as it was meant, at every width of its length', async () => {
  const payloads = [0, 1, 125, 126, 127, 65_535, 65_536, 900_000].map((length) => new Uint8Array(randomBytes(length)));
  const messages = await heard(payloads.map(framed));
  expect(messages.map((message) => Buffer.compare(message, payloads[messages.indexOf(message)] ?? Buffer.of(1)))).toEqual(
    payloads.map(() => 0),
  );
});

test('what goes to many is framed once, and is the same', () => {
  const payload = new Uint8Array(randomBytes(300));
  expect(framedOnce(payload)).toBe(framedOnce(payload));
  expect(framedOnce(payload).equals(framed(payload))).toBe(true);
});
