import { equal, hex, sha256, Tree, type Bytes } from '@awna/base';
import { slotOf } from '@awna/crypto/verify';
import { encodeAnnouncement, encodeAnswer, encodeRefusal, limits, type Args, type Call, type Extra, type RelayError } from '@awna/wire';
import type { Ear, Log, Memory } from './memory.ts';

type Asked<O extends Call['op']> = Extract<Call, { op: O }>;

/** Answers as an honest relay does, only that no door is guarded; null where the answer is swallowed. */
export function answerOf(memory: Memory, ear: Ear, id: number, call: Call): Bytes | null {
  switch (call.op) {
    case 'hello': {
      const nonce = new Uint8Array(32).fill(7);
      return encodeAnswer(id, 'hello', { version: 1, key: memory.key, nonce, minute: memory.minute, limits });
    }
    case 'open':
      return opened(memory, ear, id, call.args);
    case 'letter-put':
    case 'reply-get':
      return mailOf(memory, id, call);
    default: {
      const log = memory.logs.get(memory.name(call.args.space, ear.view));
      if (!log) return encodeRefusal(id, 'unknown-space');
      return call.op === 'box-open' || call.op === 'letters' || call.op === 'reply-put' || call.op === 'blob-put' || call.op === 'blob-get'
        ? insideOf(memory, log, id, call)
        : logOf(memory, ear, log, id, call);
    }
  }
}

function opened(memory: Memory, ear: Ear, id: number, args: Args<'open'>): Bytes {
  const space = new Uint8Array(args.space);
  const name = memory.name(space, ear.view);
  if (memory.logs.has(name)) return encodeRefusal(id, 'exists');
  const log: Log = { space, frames: [], tree: new Tree(), door: { count: 0, control: args.control, k: args.k } };
  memory.logs.set(name, log);
  memory.put(space, ear.view, args.sealed, args.part);
  return encodeAnswer(id, 'open', { place: 0, minute: log.frames[0]?.minute ?? 0, head: memory.head(log, ear.view) });
}

function logOf(
  memory: Memory,
  ear: Ear,
  log: Log,
  id: number,
  call: Asked<'enter' | 'door' | 'append' | 'read' | 'follow' | 'show' | 'heal' | 'prove'>,
): Bytes | null {
  const { view } = ear;
  const head = memory.head(log, view);
  const size = log.frames.length;
  const no = (error: RelayError, extra: Extra = { size, head }): Bytes => encodeRefusal(id, error, extra);
  switch (call.op) {
    case 'enter':
      return encodeAnswer(id, 'enter', { head, door: log.door, until: null });
    case 'door': {
      const { count, control, k } = call.args.record;
      if (log.door && count < log.door.count) return no('door-old', { count: log.door.count });
      log.door = { count, control, k };
      return encodeAnswer(id, 'door', { count, signed: k });
    }
    case 'append': {
      if (memory.bends.swallow?.(view)) return null;
      const before = log.frames.find(({ sealed }) => equal(sealed, call.args.sealed));
      const place = before?.place ?? memory.put(log.space, view, call.args.sealed, call.args.part);
      return encodeAnswer(id, 'append', { place, minute: log.frames[place]?.minute ?? 0, head: memory.head(log, view) });
    }
    case 'read': {
      const frames = log.frames.slice(call.args.from, call.args.from + (call.args.max ?? 500));
      return encodeAnswer(id, 'read', { frames: [...(memory.bends.frames?.(frames, view) ?? frames)], missing: [], head });
    }
    case 'follow':
      if (call.args.from > size) return no('ahead');
      ear.from.set(hex(log.space), call.args.from);
      queueMicrotask(() => memory.tell(log, view));
      return encodeAnswer(id, 'follow', { head });
    case 'show':
      if (call.args.head.size > size) return no('missing-tail');
      return equal(log.tree.root(call.args.head.size), call.args.head.root) ? encodeAnswer(id, 'show', { head }) : no('fork');
    case 'heal':
      for (const frame of call.args.frames) if (frame.place === log.frames.length) memory.grow(log, frame);
      return encodeAnswer(id, 'heal', { head: memory.head(log, view) });
    case 'prove':
      return encodeAnswer(id, 'prove', { proof: log.tree.consistency(call.args.first, call.args.size), head });
  }
}

function insideOf(
  memory: Memory,
  log: Log,
  id: number,
  call: Asked<'box-open' | 'letters' | 'reply-put' | 'blob-put' | 'blob-get'>,
): Bytes {
  switch (call.op) {
    case 'blob-put': {
      const blob = sha256(call.args.bytes);
      memory.blobs.set(hex(blob), new Uint8Array(call.args.bytes));
      return encodeAnswer(id, 'blob-put', { blob });
    }
    case 'blob-get': {
      const { blob, from = 0, length = Number.MAX_SAFE_INTEGER } = call.args;
      const bytes = memory.blobs.get(hex(blob));
      if (!bytes) return encodeRefusal(id, 'unknown-blob');
      return encodeAnswer(id, 'blob-get', { bytes: bytes.slice(from, from + length), size: bytes.length });
    }
    case 'box-open':
      if (!memory.boxes.has(hex(call.args.box)))
        memory.boxes.set(hex(call.args.box), { space: log.space, letters: [], replies: new Map() });
      return encodeAnswer(id, 'box-open', {});
    case 'letters': {
      const box = memory.boxes.get(hex(call.args.box));
      const { after = 0 } = call.args;
      return box
        ? encodeAnswer(id, 'letters', { letters: box.letters.filter(({ seq }) => seq > after) })
        : encodeRefusal(id, 'unknown-box');
    }
    case 'reply-put': {
      const box = memory.boxes.get(hex(call.args.box));
      const slot = hex(call.args.slot);
      if (!box || box.replies.has(slot)) return encodeRefusal(id, box ? 'taken' : 'unknown-box');
      box.replies.set(slot, call.args.bytes);
      return encodeAnswer(id, 'reply-put', {});
    }
  }
}

function mailOf(memory: Memory, id: number, call: Asked<'letter-put' | 'reply-get'>): Bytes {
  const box = memory.boxes.get(hex(call.args.box));
  if (!box) return encodeRefusal(id, 'unknown-box');
  if (call.op === 'reply-get') return encodeAnswer(id, 'reply-get', { bytes: box.replies.get(hex(slotOf(call.args.key))) ?? null });
  const { slot, bytes } = call.args;
  if (!box.letters.some((letter) => equal(letter.slot, slot))) box.letters.push({ seq: box.letters.length + 1, slot, bytes });
  for (const ear of memory.ears) ear.hear(encodeAnnouncement({ kind: 'letter', space: box.space, box: call.args.box }));
  return encodeAnswer(id, 'letter-put', {});
}
