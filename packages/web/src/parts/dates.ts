import { dateText, withYear, type Style } from '@awna/words';
import { dateTag } from '../shell/settings.ts';

/** A minute in words, as one writes it here; with its year where that is not this one. */
export const whenText = (minute: number, style: Style): string => dateText(minute, dateTag(), withYear(style, minute, Date.now() / 60_000));
