export { limits, version, type Limits } from './limits.ts';
export { frameValue, headValue, parseHead, type Frame, type Head, type Letter, type PartGiven } from './frame.ts';
export { isOp, ops, withoutSocket, type Args, type Op } from './requests.ts';
export { type Announcement, type AnnouncementKind, type Answer } from './answers.ts';
export { parseRefusal, relayErrors, trouble, type LinkTrouble, type Refusal, type RelayError } from './refusal.ts';
export { decodeAnswer, decodeCallAnswer, decodeFromRelay, encodeCall, encodeRequest, type FromRelay } from './codec.ts';
export {
  decodeCall,
  decodeRequest,
  encodeAnnouncement,
  encodeAnswer,
  encodeCallAnswer,
  encodeCallRefusal,
  encodeRefusal,
  type BadRequest,
  type Call,
  type Extra,
} from './codec-relay.ts';
export { socketUrl, type Socket, type SocketEvent, type SocketFactory, type Timers } from './socket.ts';
export { connectRelay, type LinkOptions, type RelayLink } from './link.ts';
export { callOnce, type Post } from './once.ts';
