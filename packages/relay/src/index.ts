export { startRelay, type Relay, type RelayOptions } from './start.ts';
export { type Clock } from './clock.ts';
