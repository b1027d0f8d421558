/** Everything the terminal takes from the process around it, so that tests can be that process. */
export interface Io {
  /** One line on stdout: the answer. */
  out(line: string): void;
  /** One line on stderr: progress and warnings. */
  err(line: string): void;
  /** All of standard input. */
  input(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeFolder: string;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Ends streams: somebody pressed Ctrl-C, or the process was told to stop. */
  readonly stopped: AbortSignal;
}
