import { StoreFull } from '@awna/device';
import { CommanderError } from 'commander';
import { setOff } from './dashes.ts';
import { defaultFolder } from './folder.ts';
import { deskOf, type Desk, type Done } from './desk.ts';
import { failed, type Failure } from './failure.ts';
import type { Io } from './io.ts';
import { json, shown } from './print.ts';
import { programOf, usageFailure } from './program.ts';
import { languageOf, problemText, terminalWords } from './words.ts';

/** What `--name` was given in a line that is not parsed yet, up to the end of options. */
function given(argv: readonly string[], name: string): string | undefined {
  const end = argv.indexOf('--');
  const line = end < 0 ? argv : argv.slice(0, end);
  const at = line.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
  return at < 0 ? undefined : line[at] === name ? line[at + 1] : line[at]?.slice(name.length + 1);
}

/** Runs one line of the terminal. Gives its exit code: 0 done · 1 refused · 2 wrong usage · 3 kept, relay unreachable · 4 alarm. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const lang = languageOf(given(argv, '--lang'), io.env);
  const words = await terminalWords(lang);
  let desk: Desk | undefined;
  let done: Done | undefined;
  const asJson = (): boolean => desk?.json ?? argv.includes('--json');

  const fail = (failure: Failure): number => {
    const { exit, reason, field, index, line, evidence } = failure;
    const message = failure.message ?? problemText(words, reason);
    if (asJson()) io.out(json({ refused: reason, message, field, index, line, evidence }));
    else io.err(shown([message, evidence ?? ''].filter((part) => part !== '').join('\n'), true));
    return exit;
  };

  const makeDesk = (options: { json?: boolean; home?: string }): Desk =>
    (desk = deskOf(io, words, { lang, json: options.json ?? false, folder: options.home ?? defaultFolder(io) }));
  const program = programOf(
    words,
    makeDesk,
    (result) => (done = result),
    (text) => io.out(text.trimEnd()),
  );

  try {
    const lang = given(argv, '--lang');
    if (lang !== undefined && lang !== 'ar' && lang !== 'en')
      return fail({ exit: 2, reason: 'lang-unknown', message: words.cli.wrong.oneOf({ field: '--lang', values: 'ar en' }) });
    if (given(argv, '--home')?.trim() === '')
      return fail({ exit: 2, reason: 'text-missing', field: '--home', message: words.cli.wrong.empty({ field: '--home' }) });
    await program.parseAsync(setOff(argv), { from: 'user' });
  } catch (error) {
    if (error instanceof StoreFull) return fail(failed('disk-full'));
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') {
      // Nothing but options: what could be done is the most useful answer, and still not what was asked.
      io.out(program.helpInformation().trimEnd());
      return 2;
    }
    return error.exitCode === 0 ? 0 : fail(usageFailure(words, error));
  } finally {
    await desk?.close();
  }
  if (!done) return 0;
  if (!done.ok) return fail(done.error);
  const { json: document, lines, exit } = done.value;
  if (asJson()) {
    if (document !== undefined) io.out(json(document));
  } else for (const line of lines) io.out(line);
  return exit ?? desk?.exit.code ?? 0;
}
