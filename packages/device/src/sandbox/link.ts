import {
  connectRelay,
  decodeRequest,
  encodeAnnouncement,
  encodeAnswer,
  encodeRefusal,
  type Refusal,
  type RelayLink,
  type Socket,
  type SocketEvent,
  type SocketFactory,
} from '@awna/wire';
import type { Result } from '@awna/base';
import type { Platform } from '../platform.ts';
import { sandboxAddress } from './address.ts';
import type { SandboxRelay } from './relay.ts';

/** A way to the relay inside that looks like a socket: both ends speak as over the network. */
export const sandboxSocket =
  (relay: SandboxRelay): SocketFactory =>
  () => {
    const listeners = new Map<string, ((event: SocketEvent) => void)[]>();
    let over = false;
    // Never at once: whoever opened it has yet to listen, and whoever sends is in the middle of something.
    const tell = (event: SocketEvent): void =>
      queueMicrotask(() => {
        for (const listener of listeners.get(event.type) ?? []) listener(event);
      });
    const say = (bytes: Uint8Array<ArrayBuffer>): void => void (over || tell({ type: 'message', data: bytes.buffer }));
    const session = relay.enter((announcement) => say(encodeAnnouncement(announcement)));
    const hear = async (data: Uint8Array): Promise<void> => {
      const request = decodeRequest(data);
      if (!request.ok) return say(encodeRefusal(request.error.id, request.error.error));
      const { id, call } = request.value;
      const answer = await relay.answer(session, call).catch(() => ({ ok: false, error: 'fault' }) as const);
      say(answer.ok ? encodeAnswer(id, call.op, answer.value) : encodeRefusal(id, answer.error));
    };
    const socket: Socket = {
      binaryType: 'arraybuffer',
      send: (data) => void hear(data),
      close() {
        if (over) return;
        over = true;
        relay.leave(session);
        tell({ type: 'close' });
      },
      addEventListener: (type, listener) => void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    };
    tell({ type: 'open' });
    return socket;
  };

/** A connection to the relay inside. */
export const sandboxLink = (platform: Platform, relay: SandboxRelay): Promise<Result<RelayLink, Refusal>> =>
  connectRelay({ url: sandboxAddress, socket: sandboxSocket(relay), timers: platform });
