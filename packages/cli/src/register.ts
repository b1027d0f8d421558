import type { Command } from 'commander';
import type { Desk, Done } from './desk.ts';

// Commander hands over what was typed: arguments, then options, each text or true. What they mean is read by the command.
type Run = (desk: Desk, ...given: never[]) => Promise<Done>;

/** Adds a command to a program: its name with arguments, what it does, and its options. */
export type Register = (program: Command, name: string, run: Run, shape?: (command: Command) => Command) => Command;
