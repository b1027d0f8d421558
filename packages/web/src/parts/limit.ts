/** A browser lays out 100,000 Arabic letters for minutes: so many at once stay where they came from. */
const flood = 10_000;

const isText = (input: HTMLElement): input is HTMLInputElement | HTMLTextAreaElement =>
  input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement;

/**
 * Tells by how many letters a field holds too many, whenever that changes, and lets its form go nowhere until they are
 * taken out. What was pasted stays as it was. Gives what ends it.
 */
export function limit(input: HTMLElement, most: number, tell: (over: number) => void): () => void {
  if (!isText(input)) return () => undefined;
  const over = (): number => Math.max(0, input.value.length - most);
  const count = (): void => tell(over());
  const before = (event: Event): void => {
    const coming = event instanceof InputEvent ? (event.data?.length ?? 0) : 0;
    if (coming <= Math.max(flood, 2 * most)) return;
    event.preventDefault();
    tell(coming - most);
  };
  const stop = (event: Event): void => {
    count();
    if (over() === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  };
  const { form } = input;
  count();
  input.addEventListener('input', count);
  input.addEventListener('beforeinput', before);
  form?.addEventListener('submit', stop, true);
  return () => {
    input.removeEventListener('input', count);
    input.removeEventListener('beforeinput', before);
    form?.removeEventListener('submit', stop, true);
  };
}
