let busy = $state(false);

/** Whether something is being done at this moment; buttons show it. */
export const isBusy = (): boolean => busy;

/** One thing at a time: what is asked for while another is under way (a second tap, a key held down) is not done, and gives null. */
export async function once<T>(work: () => Promise<T>): Promise<T | null> {
  if (busy) return null;
  busy = true;
  try {
    return await work();
  } finally {
    busy = false;
  }
}
