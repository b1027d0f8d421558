/** A message of a server as one frame (RFC 6455 §5.2): whole, binary, unmasked. */
export function framed(payload: Uint8Array): Buffer {
  const { length } = payload;
  const width = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + width + length);
  frame[0] = 0x82;
  frame[1] = width === 0 ? length : width === 2 ? 126 : 127;
  if (width === 2) frame.writeUInt16BE(length, 2);
  if (width === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(payload, 2 + width);
  return frame;
}

const ready = new WeakMap<Uint8Array, Buffer>();

/** The frame of a payload that goes to many: made once, for as long as the payload is in hand. It must not change. */
export function framedOnce(payload: Uint8Array): Buffer {
  const known = ready.get(payload);
  if (known) return known;
  const frame = framed(payload);
  ready.set(payload, frame);
  return frame;
}
