const headEnd = Buffer.from('\r\n\r\n');

/** How a frame that begins here is laid out (RFC 6455 §5.2); nothing while too little of it has come. */
function frameAt(bytes: Buffer): { readonly from: number; readonly length: number; readonly mask: Buffer } | undefined {
  const short = (bytes[1] ?? 0) & 127;
  const more = short === 126 ? 2 : short === 127 ? 8 : 0;
  const from = 2 + more + 4;
  if (bytes.length < from) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { from, length, mask: bytes.subarray(2 + more, from) };
}

/** Hears one direction of one connection, from its first byte, and tells what is said in it once it speaks WebSocket. */
export function unmasker(tell: (payload: Uint8Array) => void): (chunk: Uint8Array) => void {
  let held = Buffer.alloc(0);
  let upgraded = false;
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    if (!upgraded) {
      const end = held.indexOf(headEnd);
      if (end < 0 || !/^upgrade: websocket/im.test(held.subarray(0, end).toString('latin1'))) return;
      upgraded = true;
      held = held.subarray(end + headEnd.length);
    }
    for (let frame = frameAt(held); frame && held.length >= frame.from + frame.length; frame = frameAt(held)) {
      const { from, length, mask } = frame;
      tell(held.subarray(from, from + length).map((byte, i) => byte ^ (mask[i & 3] ?? 0)));
      held = held.subarray(from + length);
    }
  };
}
