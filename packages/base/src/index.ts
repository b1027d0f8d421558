export { err, ok, type Result } from './result.ts';
export { base64url, compare, concat, copy, equal, fromBase64url, fromHex, fromUtf8, hex, u64, utf8, type Bytes } from './bytes.ts';
export { domain, hashWith, sha256, type Sha256 } from './hash.ts';
export { deviceIdOf, factIdOf, idBytes, idOf, isId, type Id } from './ids.ts';
export { decode, encode, encodeState, maxDepth, type NotCanonical, type Value, type ValueMap } from './cbor.ts';
export { depthOf } from './depth.ts';
export { emptyRoot, leafOf, provesConsistency, provesInclusion, Tree } from './tree.ts';
export { pad, paddedLength, padFloor, unpad } from './pad.ts';
export { sealBlobs, sealsEach, sealsFilled } from './seals.ts';
