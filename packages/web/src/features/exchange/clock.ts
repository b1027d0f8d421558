const two = (n: number): string => String(n).padStart(2, '0');

/** A minute as a date field of this device has it: `2026-11-22`. */
export function dayInput(minute: number): string {
  const day = new Date(minute * 60_000);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** A minute as a time field has it, on the full hour: `09:00`. */
export const hourInput = (minute: number): string =>
  `${two(new Date(minute * 60_000).getHours())}:${two(new Date(minute * 60_000).getMinutes() < 30 ? 0 : 30)}`;

/** The minute of a date and a time field, where this device is; null where one is empty or nonsense. */
export function minuteOf(day: string, hour: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}/.test(hour)) return null;
  const at = new Date(`${day}T${hour.slice(0, 5)}`).getTime();
  return Number.isNaN(at) ? null : Math.floor(at / 60_000);
}
