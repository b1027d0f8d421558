import type { Kind, Unit } from './kinds.ts';

/**
 * A question a kind asks, answered in the part (never in the body: answers put together can point at a person).
 * `choice` takes one of `choices`, `flags` any of them, `count` a whole number, `text` words, `area` a second area.
 */
export interface Question {
  readonly name: string;
  readonly type: 'count' | 'choice' | 'flags' | 'text' | 'area';
  readonly choices?: readonly string[];
}

export interface KindSheet {
  /** Name of the icon in the sprite (Lucide). */
  readonly icon: string;
  /** X5: whether a need of this kind is confidential unless its author says otherwise. */
  readonly confidential: boolean;
  /** The unit its amounts usually have. */
  readonly unit: Unit;
  readonly questions: readonly Question[];
}

const count = (name: string): Question => ({ name, type: 'count' });
const choice = (name: string, ...choices: string[]): Question => ({ name, type: 'choice', choices });
const flags = (name: string, ...choices: string[]): Question => ({ name, type: 'flags', choices });
const text = (name: string): Question => ({ name, type: 'text' });
const area = (name: string): Question => ({ name, type: 'area' });

export const kindSheets: Readonly<Record<Kind, KindSheet>> = {
  food: {
    icon: 'utensils',
    confidential: false,
    unit: 'meal',
    questions: [
      count('people'),
      flags('diet', 'halal', 'vegetarian', 'vegan', 'gluten-free', 'diabetic', 'baby'),
      choice('form', 'cooked', 'ingredients', 'either'),
    ],
  },
  goods: {
    icon: 'package',
    confidential: false,
    unit: 'piece',
    questions: [text('size'), choice('condition', 'any', 'good', 'new'), choice('term', 'keep', 'borrow')],
  },
  skills: {
    icon: 'wrench',
    confidential: false,
    unit: 'hour',
    questions: [
      choice('work', 'repair', 'errand', 'teaching', 'translation', 'technology', 'other'),
      count('minutes'),
      flags('brings', 'tools', 'materials'),
    ],
  },
  health: {
    icon: 'stethoscope',
    confidential: true,
    unit: 'visit',
    questions: [
      choice('about', 'medicine', 'appointment', 'equipment', 'advice'),
      flags('access', 'wheelchair', 'interpreter', 'companion'),
    ],
  },
  legal: {
    icon: 'file-text',
    confidential: true,
    unit: 'page',
    questions: [choice('about', 'form', 'letter', 'hearing', 'advice'), text('deadline')],
  },
  space: {
    icon: 'door-open',
    confidential: false,
    unit: 'night',
    questions: [
      count('people'),
      choice('use', 'sleep', 'store', 'meet', 'work'),
      flags('access', 'step-free', 'children', 'pets', 'women-only'),
    ],
  },
  company: { icon: 'message-circle', confidential: true, unit: 'hour', questions: [choice('how', 'visit', 'call', 'walk', 'listen')] },
  ride: {
    icon: 'car',
    confidential: false,
    unit: 'person',
    questions: [area('to'), count('people'), flags('access', 'wheelchair', 'child-seat', 'luggage', 'accompany')],
  },
  care: {
    icon: 'baby',
    confidential: false,
    unit: 'hour',
    questions: [choice('whom', 'child', 'elder', 'ill', 'animal'), count('people'), flags('time', 'morning', 'noon', 'evening', 'night')],
  },
  money: {
    icon: 'banknote',
    confidential: true,
    unit: 'piece',
    questions: [choice('purpose', 'rent', 'medicine', 'bill', 'food', 'school', 'other'), choice('way', 'gift', 'loan')],
  },
};
