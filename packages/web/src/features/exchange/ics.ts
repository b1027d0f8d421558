/** An appointment as a calendar file (RFC 5545), with no more in it than whoever holds it needs. */
export interface CalendarEntry {
  readonly id: string;
  /** Minutes since 1970 UTC. */
  readonly at: number;
  readonly title: string;
  readonly place: string | null;
}

const stamp = (minute: number): string => new Date(minute * 60_000).toISOString().replace(/[-:]|\.\d{3}/g, '');
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** Lines are folded at 75 octets, never inside a letter. */
function folded(line: string): string {
  const out: string[] = [];
  let piece = '';
  let size = 0;
  for (const letter of line) {
    const bytes = new TextEncoder().encode(letter).length;
    if (size + bytes > (out.length === 0 ? 75 : 74)) {
      out.push(piece);
      piece = '';
      size = 0;
    }
    piece += letter;
    size += bytes;
  }
  return [...out, piece].join('\r\n ');
}

export function calendarFile({ id, at, title, place }: CalendarEntry, now: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//awna//agenda//AR',
    'BEGIN:VEVENT',
    `UID:${id}-${at}@awna`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(at)}`,
    `DTEND:${stamp(at + 30)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place ? [`LOCATION:${escaped(place)}`] : []),
    'CLASS:PRIVATE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
