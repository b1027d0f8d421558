/** A piece of what somebody wrote: `call` is its number as a telephone takes it, where it is one. */
export interface Piece {
  readonly text: string;
  readonly call: string | null;
}

const digit = '[0-9٠-٩۰-۹]';
/** Seven digits or more, with the blanks, dots and brackets people put between them. */
const phone = new RegExp(`(\\+?\\(?${digit}(?:[ \\u00a0().-]{0,2}${digit}){6,})`, 'u');

/** A number as a telephone takes it: its digits of any of three scripts as ASCII, and a plus where it begins with one. */
const called = (text: string): string =>
  (text.startsWith('+') ? '+' : '') +
  [...text].flatMap((one) => (new RegExp(digit, 'u').test(one) ? [`${one.charCodeAt(0) & 15}`] : [])).join('');

/** Words with the telephone numbers in them told apart; put together again they are the same words. */
export const piecesOf = (text: string): readonly Piece[] =>
  text
    .split(phone)
    .map((piece, i) => ({ text: piece, call: i % 2 === 1 ? called(piece) : null }))
    .filter((piece) => piece.text !== '');
