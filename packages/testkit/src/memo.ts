import { hash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import type { Engine } from '@awna/crypto';

const u32 = (n: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(n);
  return out;
};

const keyOf = (...parts: readonly Uint8Array[]): string =>
  hash('sha256', Buffer.concat(parts.flatMap((part) => [u32(part.length), part])), 'base64');

/** How many answers are remembered; the oldest go first. */
const most = 50_000;

function remembered<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key, ask) => {
    const before = known.get(key);
    if (before) return before;
    const now = ask();
    known.set(key, now);
    if (known.size > most) for (const [oldest] of known) if (known.delete(oldest)) break;
    return now;
  };
}

/**
 * An engine for sixty devices in one process: what one of them has opened or verified, byte for byte, is not worked out
 * again for the others. Every answer is the inner engine's own.
 */
export function sharedEngine(inner: Engine): Engine {
  const opened = remembered<Awaited<ReturnType<Engine['aeadOpen']>>>();
  const verified = remembered<boolean>();
  const accepted = new Map<string, boolean>();
  return {
    ...inner,
    aeadOpen: (key, nonce, sealed, aad) => opened(keyOf(key, nonce, sealed, aad), () => inner.aeadOpen(key, nonce, sealed, aad)),
    verify: (key, signature, message) => verified(keyOf(key, signature, message), () => inner.verify(key, signature, message)),
    checkPublicKey(key) {
      const name = keyOf(key);
      const known = accepted.get(name) ?? inner.checkPublicKey(key);
      accepted.set(name, known);
      return known;
    },
  };
}
