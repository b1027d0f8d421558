import { decode, fromBase64url, type Bytes, type Value } from '@awna/base';

/** What a link says, read from PROTOCOL §8 alone. */
export interface LinkWords {
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly secret: Bytes;
  readonly boxKey: Bytes;
  readonly invite: Bytes;
}

export function linkIn(text: string): LinkWords {
  const bytes = fromBase64url(text.slice(text.indexOf('#j') + 2));
  const decoded = bytes && decode(bytes);
  const values = decoded?.ok && Array.isArray(decoded.value) ? (decoded.value as readonly Value[]) : [];
  const at = (index: number): Bytes => {
    const value = values[index];
    if (!(value instanceof Uint8Array)) throw new TypeError('not a link');
    return new Uint8Array(value);
  };
  return { space: at(1), genesis: at(2), secret: at(3), boxKey: at(4), invite: at(5) };
}
