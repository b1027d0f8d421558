import { Command, type CommanderError } from 'commander';
import type { Words } from '@awna/words';
import { freed } from './dashes.ts';
import type { Desk, Done } from './desk.ts';
import { wrong, type Failure } from './failure.ts';
import { addBench } from './features/bench.ts';
import { addCases } from './features/cases.ts';
import { addDemo } from './features/demo.ts';
import { addExchange } from './features/exchange.ts';
import { addImport } from './features/import.ts';
import { addLog } from './features/log.ts';
import { addMembers } from './features/members.ts';
import { addRelay } from './features/relay.ts';
import { addSpaces } from './features/spaces.ts';
import { addSteps } from './features/steps.ts';
import { addSync } from './features/sync.ts';
import { brief } from './print.ts';
import type { Register } from './register.ts';

/** In the order of the help. */
const features = [addSpaces, addMembers, addCases, addExchange, addSteps, addLog, addSync, addImport, addRelay, addDemo, addBench];

type About = Words['cli']['about'];
type Options = Words['cli']['option'];

const has = <T extends object>(words: T, key: string): key is keyof T & string => Object.hasOwn(words, key);

/** What every option of a command is for, in the reader's language. */
function describeOptions(command: Command, words: Options): void {
  for (const option of command.options) {
    const name = option.attributeName();
    // One name may mean another thing in another command.
    const own = `${command.name()}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const key = has(words, own) ? own : name;
    if (option.description === '' && has(words, key)) option.description = words[key]();
  }
}

/** A heading of the help, in the reader's language. */
function titled(words: Words['cli']['help'], title: string): string {
  const name = title.toLowerCase().replace(':', '');
  return name === 'usage' || name === 'options' || name === 'commands' ? words[name]() : title;
}

/** The program with all its commands. `ran` gets what the command came to. */
export function programOf(
  words: Words,
  desk: (options: { json?: boolean; home?: string }) => Desk,
  ran: (done: Done) => void,
  print: (text: string) => void,
): Command {
  const program = new Command('awna')
    .description(words.cli.about.awna())
    .option('--home <DIR>', words.cli.option.home())
    .option('--json', words.cli.option.json())
    .option('--lang <LANG>', words.cli.option.lang())
    .helpOption('-h, --help', words.cli.option.help())
    .helpCommand('help [COMMAND]', words.cli.option.help())
    .showSuggestionAfterError(false)
    .exitOverride()
    .addHelpText('after', `\n${words.cli.help.npx()}`)
    .configureHelp({ styleTitle: (title) => titled(words.cli.help, title) })
    .configureOutput({ writeOut: print, writeErr: () => undefined });
  const add: Register = (parent, name, run, shape) => {
    const command = parent.command(name).exitOverride();
    const [word = ''] = name.split(' ');
    const key = parent === program ? word : `${parent.name()}-${word}`;
    const about: About = words.cli.about;
    if (has(about, key)) command.description(about[key]());
    shape?.(command);
    describeOptions(command, words.cli.option);
    command.helpOption('-h, --help', words.cli.option.help());
    // Commander appends the options and the command itself to the arguments; the command itself is not passed on.
    command.action(async (...given: unknown[]) => ran(await run(desk(program.opts()), ...(given.slice(0, -1).map(freed) as never[]))));
    return command;
  };
  for (const feature of features) feature(program, add);
  return program;
}

/** What commander found wrong with the line, in the reader's language. */
export function usageFailure(words: Words, error: CommanderError): Failure {
  const said = brief(/'([^']*)'/.exec(error.message)?.[1] ?? '');
  const { wrong: text } = words.cli;
  switch (error.code) {
    case 'commander.unknownCommand':
      return wrong('unknown-command', text.unknownCommand({ name: said }));
    case 'commander.unknownOption':
      return wrong('unknown-option', text.unknownOption({ name: said }));
    case 'commander.missingArgument':
      return wrong('missing-argument', text.missing({ name: said }));
    case 'commander.missingMandatoryOptionValue':
    case 'commander.optionMissingArgument':
      return wrong('missing-option', text.missing({ name: said }));
    case 'commander.excessArguments':
      return wrong('too-many-arguments', text.tooMany());
    default:
      return wrong('usage', text.usage());
  }
}
