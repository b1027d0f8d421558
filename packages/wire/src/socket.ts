/** An event of a socket, as far as we look at it. */
export interface SocketEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** What we need of a WebSocket (the browser's and Node's both are one). */
export interface Socket {
  binaryType: string;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: string, listener: (event: SocketEvent) => void): void;
}

/** Opens a socket to an address `ws(s)://…/v1/ws`; may throw on an address that is none. */
export type SocketFactory = (url: string) => Socket;

/** A clock that can call back; the answer takes the call back again. */
export interface Timers {
  after(ms: number, call: () => void): () => void;
}

/** The socket address of a relay named by its http(s) origin; nothing where that is not one. */
export function socketUrl(origin: string): string | undefined {
  const match = /^(https?):\/\/([^/?#\s]+)\/?$/.exec(origin);
  return match?.[2] ? `${match[1] === 'https' ? 'wss' : 'ws'}://${match[2]}/v1/ws` : undefined;
}
