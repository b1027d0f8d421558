export { handClock, storyBegins, type HandClock } from './clock.ts';
export { chance, seededDice, type Chance } from './chance.ts';
export { calm, flakyLink, type Faults, type FlakyLink } from './flaky.ts';
export { sharedEngine } from './memo.ts';
export { bestEngine, deviceOn, plainSocket, platformOf, sealedWith, type Ground } from './person.ts';
export { relayAt, type TestRelay } from './relay.ts';
export { cast, must, settled, type Cast, type Person } from './cast.ts';
export { sheet, spoiled } from './demo/sheet.ts';
export { evilRelay, type EvilRelay } from './evil.ts';
export {
  company,
  companyOn,
  deviceBeside,
  hurried,
  momentOf,
  type Company,
  type Moment,
  type Reach,
  type Someone,
  type Ways,
} from './company.ts';
export { mortal, type Mortal } from './mortal.ts';
export { recordAt, rogueFrom, type Bent, type Crafted, type Rogue } from './rogue.ts';
export { raw } from './rawcbor.ts';
export { identitySignature } from './identity.ts';
export { relayProcess, type RelayProcess } from './process.ts';
export { tapOn, type Tap } from './tap.ts';
export { terminal, type Around, type Terminal, type Typed } from './terminal.ts';
export { canaries, type Canaries } from './canaries.ts';
export { lookThroughMemory } from './memory-of.ts';
export { stepsOf, type Schedule, type Step } from './sim/step.ts';
export { handFor, type Hand } from './sim/hands.ts';
export { freshLives, pinnedSeeds } from './sim/fresh.ts';
export { shelf, type Broken } from './sim/shelf.ts';
export { type Failure, type Lives, type Outcome } from './sim/lives.ts';
export { mutated } from './mutate.ts';
