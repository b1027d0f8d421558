import { hex, type Bytes } from '@awna/base';
import { decodeRequest, encodeRefusal, type Frame, type Head, type Socket, type SocketEvent, type SocketFactory } from '@awna/wire';
import { answerOf } from './evil/answer.ts';
import { Memory, treeOf, type Bends, type Ear, type Sign } from './evil/memory.ts';

/** A relay in memory, without a network: honest until told otherwise. It keeps one telling of each log for each view. */
export interface EvilRelay {
  readonly url: string;
  readonly key: Bytes;
  /** How those reach it who hear this view. */
  socket(view?: string): SocketFactory;
  /** From now on `to` goes its own way, from what `from` holds now. */
  split(from: string, to: string): void;
  /** Puts a frame of one view into another: a crossing message. Its place there. */
  pass(space: Uint8Array, from: string, place: number, to: string): number;
  /** Puts bytes into a view as a frame, whoever made them; the same bytes twice take two places. */
  put(space: Uint8Array, view: string, sealed: Uint8Array, part?: { readonly bytes: Uint8Array; readonly day: number }): number;
  /** Throws the tail of a view away, as a restored backup would. */
  cut(space: Uint8Array, view: string, size: number): void;
  told(space: Uint8Array, view?: string): readonly Frame[];
  /** A blob that somebody stored; nothing where nobody has, or it was thrown away. */
  blob(name: Uint8Array): Bytes | undefined;
  /** Puts other bytes where a blob should be, or throws it away. */
  spoil(name: Uint8Array, bytes: Uint8Array | null): void;
  /** What it says of a log now. */
  head(space: Uint8Array, view?: string): Head;
  /** A head signed by this relay, over anything at all. */
  sign(space: Uint8Array, size: number, root: Uint8Array, minute: number): Head;
  bends: Bends;
  /** Ends every connection. */
  hangUp(): void;
  /** Keeps everything as it is; the answer brings it back, as often as wanted. */
  remember(): () => void;
}

const factory =
  (memory: Memory, view: string): SocketFactory =>
  () => {
    const listeners = new Map<string, ((event: SocketEvent) => void)[]>();
    let over = false;
    const say = (event: SocketEvent): void => listeners.get(event.type)?.forEach((listener) => listener(event));
    const ear: Ear = {
      ...{ view, from: new Map<string, number>() },
      hear: (bytes) => queueMicrotask(() => void (over || say({ type: 'message', data: bytes.slice().buffer }))),
      end() {
        if (over) return;
        over = true;
        memory.ears.delete(ear);
        queueMicrotask(() => say({ type: 'close' }));
      },
    };
    memory.ears.add(ear);
    queueMicrotask(() => say({ type: 'open' }));
    const face: Socket = {
      binaryType: 'arraybuffer',
      send(data) {
        if (over) throw new Error('closed');
        const request = decodeRequest(data);
        const reply = request.ok
          ? answerOf(memory, ear, request.value.id, request.value.call)
          : encodeRefusal(Math.max(1, request.error.id), request.error.error);
        if (reply) ear.hear(reply);
      },
      close: () => ear.end(),
      addEventListener: (type, listener) => void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    };
    return face;
  };

export function evilRelay(seed: Bytes, now: () => number = Date.now, sign?: Sign): EvilRelay {
  const memory = new Memory(seed, now, sign);
  const { logs, boxes } = memory;
  return {
    ...{ url: 'http://evil.example', key: memory.key },
    get bends() {
      return memory.bends;
    },
    set bends(bends) {
      memory.bends = bends;
    },
    socket: (view = 'all') => factory(memory, view),
    put: (...given) => memory.put(...given),
    blob: (name) => memory.blobs.get(hex(name)),
    spoil: (name, bytes) => void (bytes ? memory.blobs.set(hex(name), new Uint8Array(bytes)) : memory.blobs.delete(hex(name))),
    sign: (...given) => memory.sign(...given),
    told: (space, view = 'all') => memory.log(space, view).frames,
    head: (space, view = 'all') => memory.head(memory.log(space, view), view),
    split(from, to) {
      for (const [name, { space, frames, door }] of [...logs])
        if (name.startsWith(`${from}/`)) logs.set(memory.name(space, to), { space, frames: [...frames], tree: treeOf(frames), door });
    },
    pass(space, from, place, to) {
      const frame = memory.log(space, from).frames[place];
      if (!frame) throw new RangeError('no such frame');
      return memory.put(space, to, frame.sealed, frame.part ? { bytes: frame.part, day: frame.day } : undefined);
    },
    cut(space, view, size) {
      const log = memory.log(space, view);
      log.frames = log.frames.slice(0, size);
      log.tree.cut(size);
    },
    hangUp() {
      for (const ear of [...memory.ears]) ear.end();
    },
    remember() {
      const keptLogs = [...logs].map(([name, { space, frames, door }]) => ({ name, space, frames: [...frames], door }));
      const keptBoxes = [...boxes].map(([name, { space, letters, replies }]) => ({
        ...{ name, space, letters: [...letters], replies: [...replies] },
      }));
      return () => {
        logs.clear();
        boxes.clear();
        for (const { name, space, frames, door } of keptLogs) logs.set(name, { space, frames: [...frames], tree: treeOf(frames), door });
        for (const { name, space, letters, replies } of keptBoxes)
          boxes.set(name, { space, letters: [...letters], replies: new Map(replies) });
      };
    },
  };
}
