export { handClock, storyBegins, type HandClock } from './clock.ts';
export { chance, seededDice, type Chance } from './chance.ts';
export { calm, flakyLink, type Faults, type FlakyLink } from './flaky.ts';
export { sheet, spoiled } from './demo/sheet.ts';
