import { concat, err, ok, type Result } from '@awna/base';

/** A request's body up to `max` bytes; a longer one is refused by its announced length, or as soon as it passes it. */
export async function bodyOf(request: Request, max: number): Promise<Result<Uint8Array, 'too-large' | 'truncated'>> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > max) return err('too-large');
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = request.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) break;
      length += next.value.length;
      if (length > max) {
        await reader?.cancel();
        return err('too-large');
      }
      parts.push(next.value);
    }
  } catch {
    return err('truncated');
  }
  return announced > 0 && length !== announced ? err('truncated') : ok(concat(...parts));
}
