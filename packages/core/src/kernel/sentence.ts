/** One line of the open log, for the catalogues: `key` is the fact's type without its version. */
export interface Sentence {
  readonly key: string;
  readonly args: Readonly<Record<string, string | number>>;
}
