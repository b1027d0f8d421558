type Env = Readonly<Record<string, string | undefined>>;

/**
 * The line as it was meant. `npx --no awna --home DIR --json me` hands npm the options that stand before the command
 * (since npm 7 it takes every option it meets until a word, and `awna` counts as the value of `--no`); it leaves them in
 * the environment, a value it did not expect as the first word. `npx --no -- awna …` needs none of this.
 */
export function meant(argv: readonly string[], env: Env): readonly string[] {
  if (env['npm_lifecycle_event'] !== 'npx') return argv;
  const taken: string[] = [];
  let rest = argv;
  const has = (name: string): boolean => argv.some((word) => word === name || word.startsWith(`${name}=`));
  const home = env['npm_config_home'];
  if (home !== undefined && !has('--home')) {
    const [first, ...others] = argv;
    const value = home === 'true' || home === '' ? first : home;
    if (value !== undefined) taken.push('--home', value);
    if (value === first && home !== first) rest = others;
  }
  if (env['npm_config_json'] === 'true' && !has('--json')) taken.push('--json');
  return [...taken, ...rest];
}
