import { describe, expect, test } from 'vitest';
import { chance, handClock, seededDice } from './index.ts';

describe('a hand-wound clock', () => {
  test('calls back in the order of minutes, each at its own time', () => {
    const clock = handClock(100);
    const heard: string[] = [];
    clock.after(3000, () => heard.push(`late ${String(clock.now() - 6_000_000)}`));
    clock.after(1000, () => {
      heard.push(`early ${String(clock.now() - 6_000_000)}`);
      clock.after(500, () => heard.push(`between ${String(clock.now() - 6_000_000)}`));
    });
    clock.after(2000, () => heard.push('never'))();
    clock.wind(2999);
    expect(heard).toEqual(['early 1000', 'between 1500']);
    clock.wind(1);
    expect(heard.at(-1)).toBe('late 3000');
    expect(clock.waiting()).toBe(0);
  });

  test('never goes back', () => {
    const clock = handClock(100);
    clock.windTo(50);
    expect(clock.minute()).toBe(100);
  });
});

describe('seeded chance', () => {
  test('falls the same way from one seed, another way from another', () => {
    const draw = (seed: string): number[] => Array.from({ length: 20 }, chance(seed).float);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(seededDice(1)(40)).toEqual(seededDice(1)(40));
    expect(seededDice(1)(40)).not.toEqual(seededDice(2)(40));
  });

  test('keeps its bounds and its weights', () => {
    const luck = chance('bounds');
    const thrown = Array.from({ length: 6000 }, () => luck.whole(1, 6));
    expect(new Set(thrown)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const weighed = Array.from({ length: 2000 }, () => luck.weigh({ often: 9, seldom: 1, never: 0 }));
    expect(weighed.filter((word) => word === 'never')).toEqual([]);
    expect(weighed.filter((word) => word === 'often').length).toBeGreaterThan(1600);
    expect(luck.shuffle([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4]);
  });
});
