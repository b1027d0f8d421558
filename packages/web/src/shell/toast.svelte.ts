/** A short word at the foot of the page; perhaps with something to take back. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'warn';
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

let toasts = $state.raw<readonly Toast[]>([]);
let next = 0;

/** What is said now, oldest first. */
export const spoken = (): readonly Toast[] => toasts;

/** Takes a word away. */
export function hush(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
}

/** Says a word for a while. */
export function sayToast(text: string, how: { tone?: Toast['tone']; action?: Toast['action']; ms?: number } = {}): void {
  const id = next++;
  toasts = [...toasts.slice(-1), { id, text, tone: how.tone ?? 'plain', action: how.action ?? null }];
  setTimeout(() => hush(id), how.ms ?? 4000);
}
