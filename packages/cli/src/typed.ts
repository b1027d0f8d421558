/**
 * The line as it was typed. npx keeps options that stand before the command: of `npx --no awna --home DIR --json me` it hands on
 * `DIR me`, and tells the rest in the environment (npm 10 hands on `me` alone, with DIR told there too).
 */
export function asTyped(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (env['npm_command'] !== 'exec') return argv;
  const rest = [...argv];
  const front: string[] = [];
  const kept = (name: string): string => (argv.includes(`--${name}`) ? '' : (env[`npm_config_${name}`] ?? ''));
  if (kept('json') === 'true') front.push('--json');
  // Its value may stand before or after a folder; no folder is called like a language.
  const lang = kept('lang');
  const at = lang === 'true' ? rest.slice(0, 2).findIndex((word) => word === 'ar' || word === 'en') : -1;
  if (at >= 0) front.push('--lang', ...rest.splice(at, 1));
  else if (lang !== '' && lang !== 'true') front.push('--lang', lang);
  const home = kept('home');
  const folder = home === 'true' ? rest.shift() : home === '' ? undefined : home;
  if (folder !== undefined) front.push('--home', folder);
  return [...front, ...rest];
}
