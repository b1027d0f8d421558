import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { epochKeys, signDoor, type Engine, type EpochKeys } from '@awna/crypto';
import { bestEngine } from '@awna/testkit';
import { decodeAnswer, decodeFromRelay, encodeRequest } from '@awna/wire';

/** A message as a client's frame (RFC 6455 §5.2) under a mask of zeros, which leaves it as it is. */
function framed(payload: Uint8Array): Buffer {
  const length =
    payload.length < 126 ? Buffer.of(0x80 | payload.length) : Buffer.of(0x80 | 126, payload.length >> 8, payload.length & 0xff);
  return Buffer.concat([Buffer.of(0x82), length, Buffer.alloc(4), payload]);
}

/** The first whole message in what came; it is never longer than 64 KiB here. */
function messageIn(bytes: Buffer): Buffer | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  return bytes.length < start + length ? undefined : bytes.subarray(start, start + length);
}

async function ask(socket: Socket, request: Uint8Array): Promise<Uint8Array> {
  socket.write(framed(request));
  let came = Buffer.alloc(0);
  for (;;) {
    const [chunk]: Buffer[] = await once(socket, 'data');
    came = Buffer.concat([came, chunk ?? Buffer.alloc(0)]);
    const message = messageIn(came);
    if (message) return message;
  }
}

/** One connection that passes the reading door, follows from `from`, and from then on only lets the bytes run through. */
async function follow(url: string, engine: Engine, keys: EpochKeys, space: Uint8Array, from: number): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const name = randomBytes(16).toString('base64');
  socket.write(
    `GET /v1/ws HTTP/1.1\r\nhost: ${hostname}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${name}\r\n\r\n`,
  );
  await once(socket, 'data');
  const said = decodeFromRelay(await ask(socket, encodeRequest(1, 'hello', { versions: [1] })));
  const hello = said.ok && said.value.kind === 'answer' ? decodeAnswer('hello', said.value.status, said.value.value) : undefined;
  if (!hello?.ok) throw new Error('the relay did not say hello');
  await ask(socket, encodeRequest(2, 'enter', { space, read: await signDoor(engine, 'read', keys.rsk, hello.value, space) }));
  await ask(socket, encodeRequest(3, 'follow', { space, from }));
  socket.resume();
  return socket;
}

// Runs as a process of its own: `crowd.ts URL SPACE K FROM HOW-MANY`, both in hex; says `here` once all follow.
const [url = '', spaceHex = '', keyHex = '', from = '0', many = '0'] = process.argv.slice(2);
const space = new Uint8Array(Buffer.from(spaceHex, 'hex'));
const engine = await bestEngine();
const keys = await epochKeys(engine, new Uint8Array(Buffer.from(keyHex, 'hex')), space);
for (let i = 0; i < Number(many); i += 20) {
  await Promise.all(Array.from({ length: Math.min(20, Number(many) - i) }, () => follow(url, engine, keys, space, Number(from))));
}
process.stdout.write('"here"\n');
process.stdin.resume().on('end', () => process.exit(0));
