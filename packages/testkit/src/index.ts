export { handClock, storyBegins, type HandClock } from './clock.ts';
export { chance, seededDice, type Chance } from './chance.ts';
export { calm, flakyLink, type Faults, type FlakyLink } from './flaky.ts';
export { deviceOn, plainSocket, platformOf, sealedWith, type Ground } from './person.ts';
export { relayAt, type TestRelay } from './relay.ts';
export { cast, must, type Cast, type Person } from './cast.ts';
export { sheet, spoiled } from './demo/sheet.ts';
