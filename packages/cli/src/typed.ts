/**
 * The line as it was typed. npx keeps options that stand before the command: of `npx --no awna --home DIR --json me` it hands on
 * `DIR me`, and tells the rest in the environment (npm 10 hands on `me` alone, with DIR told there too). Others it makes its own of:
 * `npx --no -- awna …` is what we show, and comes whole.
 */
export function asTyped(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (env['npm_command'] !== 'exec') return argv;
  const home = env['npm_config_home'] ?? '';
  const [first, ...rest] = argv;
  const json = env['npm_config_json'] === 'true' && !argv.includes('--json') ? ['--json'] : [];
  if (home === '' || argv.includes('--home')) return [...json, ...argv];
  if (home !== 'true') return [...json, '--home', home, ...argv];
  return first === undefined ? argv : [...json, '--home', first, ...rest];
}
