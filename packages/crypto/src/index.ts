export { webDice, type Dice } from './dice.ts';
export { type Engine } from './engine.ts';
export { nobleEngine } from './noble.ts';
export { webEngine } from './web.ts';
export { chooseEngine } from './choose.ts';
export { checkPublicKey, checkSealingKey } from './strict.ts';
export { maxBlob, maxBody, maxLetter, maxSealed } from './limits.ts';
export { epochKeys, type EpochKeys } from './epoch.ts';
export {
  messageDigestInput,
  openMessage,
  sealMessage,
  signMessage,
  tagOf,
  verifyMessage,
  type Message,
  type NotOpened,
} from './message.ts';
export { openPart, sealPart } from './part.ts';
export { openTo, sealTo, type Binding } from './to.ts';
export { openBlob, sealBlob } from './blob.ts';
export { boxIdOf, slotOf } from './names.ts';
export {
  greetingBytes,
  inviteKeyOf,
  joinBytes,
  signJoin,
  signLetter,
  signWelcome,
  verifyJoin,
  verifyLetter,
  verifyWelcome,
  type Greeting,
  type Join,
} from './invite.ts';
export { openLetter, openWelcome, sealLetter, sealWelcome } from './letter.ts';
export { checkHead, signDoor, signDoorRecord } from './door.ts';
export { doorRecordBytes, type DoorRecord } from './door-record.ts';
export { type Challenge, type Door } from './door-bytes.ts';
export { type Head } from './head-bytes.ts';
export { openLocal, sealLocal } from './local.ts';
export { commitmentOf, keysNamed, nextKey, openSeal, sealAt, sealBytes, sealTurn, type Recipient, type Turning } from './turn.ts';
export { openAsk, openReseal, reseal, resealBoxOf, sealAsk, signAsk, verifyAsk, type Ask } from './reseal.ts';
