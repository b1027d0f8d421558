import { vectors, type Vector } from './vectors.ts';

/** What each vector is about, in their order. */
const names = [
  'RFC 8032, test 1',
  'RFC 8032, test 2',
  'S = 0, R and A of small order',
  'A of small order, R with torsion',
  'R of small order, A with torsion',
  'both with torsion, the equation holds',
  'both with torsion, good only when multiplied by 8',
  'good only when multiplied by 8 before reducing k',
  'S > L',
  'S far above L',
  'R spelled p, hashed as received',
  'R spelled p, hashed as 0',
  'an honest signature',
  'S + L',
  'another message',
  'R is the identity',
  'R is the identity with a sign',
  'R is the identity spelled p + 1',
  'R of order 2, good only when multiplied by 8',
  'R with torsion, good only when multiplied by 8',
  'A with torsion, the equation holds',
  'A is the identity: anything is signed',
  'A is the identity spelled p + 1',
  'A is the identity with a sign',
] as const;

/** The vectors with their names. */
export const namedVectors: readonly (Vector & { readonly name: string })[] = vectors.map((vector, i) => ({
  name: names[i] ?? '',
  ...vector,
}));
