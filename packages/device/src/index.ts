export type {
  Alarm,
  Connection,
  DeviceProblem,
  Group,
  GroupStatus,
  Home,
  InviteHow,
  LinkCard,
  LogLine,
  PhotoRef,
  Problem,
  Refused,
  SpaceCard,
  Standing,
  StateView,
  VerifyReport,
  WaitingLetter,
} from './api.ts';
export { openHome, type HomeOptions } from './home.ts';
export type { LocalSeal, Platform } from './platform.ts';
export { StoreFull, type Store, type Write } from './store/port.ts';
export { memoryStore } from './store/memory.ts';
