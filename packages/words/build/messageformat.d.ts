// The compiler's second door is a file without types of its own; these are those of `lib/compile-module.d.ts`.
declare module '@messageformat/core/compile-module.js' {
  import type MessageFormat from '@messageformat/core';
  export type Messages = { [key: string]: string | Messages };
  export default function compileModule(format: MessageFormat<'string'>, messages: Messages): string;
}
