import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { doorBytes } from '@awna/crypto/verify';
import { decodeAnswer, decodeFromRelay, encodeRequest } from '@awna/wire';
import { must, type TestSpace } from './people.ts';

/** The first id of an append: large enough that every id takes four bytes, so that a request is patched, not encoded anew. */
const firstId = 100_000;

/** A message as a client's frame (RFC 6455 §5.2) under a mask of zeros, which leaves it as it is. */
function framed(payload: Uint8Array): Buffer {
  if (payload.length < 126 || payload.length > 65_535) throw new RangeError('a message of 126 to 65,535 bytes');
  return Buffer.concat([Buffer.of(0x82, 0x80 | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0), payload]);
}

/** The messages a relay sent, out of the bytes that came. */
function* messages(state: { rest: Buffer }): Generator<Buffer> {
  for (;;) {
    const { rest } = state;
    const short = (rest[1] ?? 0) & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < start) return;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < start + length) return;
    state.rest = rest.subarray(start + length);
    yield rest.subarray(start, start + length);
  }
}

/** A connection that does nothing but append, at almost no cost to itself: what is measured is the relay. */
export class Pump {
  readonly #socket: Socket;
  readonly #state: { rest: Buffer } = { rest: Buffer.alloc(0) };
  readonly #took: number[] = [];
  readonly #sent = new Map<number, number>();
  #request: Buffer = Buffer.alloc(0);
  #idAt = 0;
  #sealedAt = 0;
  #next = firstId;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects and passes the writing door. */
  static async to(url: string, at: TestSpace, size: number): Promise<Pump> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    await once(socket, 'connect');
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /v1/ws HTTP/1.1\r\nhost: ${hostname}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`,
    );
    await once(socket, 'data');
    const pump = new Pump(socket);
    // Longer than a frame of the short form: every message here is of 126 bytes or more.
    const hello = must(
      decodeAnswer(
        'hello',
        0,
        await pump.#ask(encodeRequest(1, 'hello', { versions: Array.from({ length: 16 }, (_, i) => (i === 0 ? 1 : 2 ** 40)) })),
      ),
    );
    const write = at.write.sign(doorBytes('write', hello, at.space));
    const read = at.read.sign(doorBytes('read', hello, at.space));
    must(decodeAnswer('enter', 0, await pump.#ask(encodeRequest(2, 'enter', { space: at.space, read, write }))));
    const sealed = new Uint8Array(randomBytes(size));
    const request = encodeRequest(firstId, 'append', { space: at.space, sealed });
    pump.#request = framed(request);
    pump.#idAt = pump.#request.length - request.length + 2;
    pump.#sealedAt = pump.#request.indexOf(sealed);
    return pump;
  }

  async #ask(request: Uint8Array) {
    this.#socket.write(framed(request));
    for (;;) {
      const [data]: Buffer[] = await once(this.#socket, 'data');
      this.#state.rest = Buffer.concat([this.#state.rest, data ?? Buffer.alloc(0)]);
      for (const message of messages(this.#state)) {
        const heard = decodeFromRelay(message);
        if (heard.ok && heard.value.kind === 'answer') return heard.value.value;
      }
    }
  }

  /** Keeps so many appends under way until the time is over; how long each took (milliseconds). Throws on a refusal. */
  async run(seconds: number, inFlight: number): Promise<readonly number[]> {
    const end = performance.now() + seconds * 1000;
    await new Promise<void>((resolve, reject) => {
      this.#socket.on('data', (data: Buffer) => {
        this.#state.rest = this.#state.rest.length === 0 ? data : Buffer.concat([this.#state.rest, data]);
        const now = performance.now();
        let answered = 0;
        for (const message of messages(this.#state)) {
          // [id, 0, …]: an array of three, an id of four bytes, the status.
          if (message[0] !== 0x83 || message[1] !== 0x1a || message[6] !== 0) return reject(new Error('an append was refused'));
          const id = message.readUInt32BE(2);
          this.#took.push(now - (this.#sent.get(id) ?? now));
          this.#sent.delete(id);
          answered++;
        }
        if (now < end) this.#send(answered, now);
        else if (this.#sent.size === 0) resolve();
      });
      this.#socket.on('error', reject);
      this.#send(inFlight, performance.now());
    });
    this.#socket.destroy();
    return this.#took;
  }

  #send(n: number, now: number): void {
    if (n === 0) return;
    const all = Buffer.allocUnsafe(n * this.#request.length);
    for (let i = 0; i < n; i++) {
      const at = i * this.#request.length;
      this.#request.copy(all, at);
      const id = this.#next++;
      all.writeUInt32BE(id, at + this.#idAt);
      all.writeUInt32BE(id, at + this.#sealedAt);
      this.#sent.set(id, now);
    }
    this.#socket.write(all);
  }
}
