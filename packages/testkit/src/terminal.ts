/** What the terminal's `run` takes from the process around it. */
export interface Around {
  out(line: string): void;
  err(line: string): void;
  input(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeFolder: string;
  now(): number;
  readonly stopped: AbortSignal;
}

/** What came of a line that somebody typed. */
export interface Typed {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** The JSON document on stdout; throws where there is not exactly one. */
  json(): Record<string, unknown>;
  /** JSON lines on stdout. */
  lines(): readonly Record<string, unknown>[];
}

type Run = (argv: readonly string[], around: Around) => Promise<number>;

export interface TerminalOptions {
  readonly home: string;
  readonly lang?: 'ar' | 'en';
  readonly now?: () => number;
}

/** Somebody's terminal in this process. */
export interface Terminal {
  /** Types a line and waits for its end. */
  (...argv: readonly string[]): Promise<Typed>;
  /** The same with standard input. */
  fed(input: string | Uint8Array, ...argv: readonly string[]): Promise<Typed>;
  /** Begins a line that goes on until it is stopped; `heard` gets what it says on stdout. */
  begins(heard: (line: string) => void, ...argv: readonly string[]): { readonly over: Promise<Typed>; stop(): void };
}

export function terminal(run: Run, { home, lang = 'en', now = Date.now }: TerminalOptions): Terminal {
  const type = async (argv: readonly string[], input: Uint8Array, stopped: AbortSignal, heard?: (line: string) => void): Promise<Typed> => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(['--home', home, '--lang', lang, ...argv], {
      out(line) {
        out.push(line);
        heard?.(line);
      },
      err: (line) => void err.push(line),
      input: () => Promise.resolve(input),
      ...{ env: {}, platform: 'linux', homeFolder: home, now, stopped },
    });
    const lines = (): Record<string, unknown>[] => out.map((line) => JSON.parse(line) as Record<string, unknown>);
    const json = (): Record<string, unknown> => {
      const [one, ...more] = lines();
      if (!one || more.length > 0) throw new Error(`not one document: ${out.join('\n')} ${err.join('\n')}`);
      return one;
    };
    return { code, out, err, json, lines };
  };
  const never = new AbortController().signal;
  const none = new Uint8Array(0);
  return Object.assign((...argv: readonly string[]) => type(argv, none, never), {
    fed: (input: string | Uint8Array, ...argv: readonly string[]) =>
      type(argv, typeof input === 'string' ? new TextEncoder().encode(input) : input, never),
    begins(heard: (line: string) => void, ...argv: readonly string[]) {
      const stop = new AbortController();
      return { over: type(argv, none, stop.signal, heard), stop: () => stop.abort() };
    },
  });
}
