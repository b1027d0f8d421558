/**
 * The closed list of what a relay holds (3-protocol, "The relay"). `tests` compare it with the database: a new column is a
 * decision, not an accident. Frames and parts are keyed by `id` = number of the space · 2³² + place, so a space's lie together.
 */
export const tables = {
  spaces: ['no', 'space', 'rpk', 'wpk', 'size', 'minute', 'bytes', 'owed_size', 'owed_root', 'count', 'place', 'control', 'k'],
  doors: ['no', 'rpk', 'count', 'until'],
  frames: ['id', 'minute', 'sealed_hash', 'part_hash', 'day', 'leaf', 'row_hash', 'sealed'],
  parts: ['id', 'day', 'bytes'],
  blobs: ['no', 'blob', 'size', 'day', 'place'],
  boxes: ['box', 'no', 'until', 'next'],
  letters: ['box', 'seq', 'slot', 'bytes'],
  replies: ['box', 'slot', 'bytes'],
} as const;

/** Columns that came after a relay's first day; one that began without them gets them at its next start, before the rest of the schema. */
export const later = [
  ['spaces', 'count', 'integer not null default 0'],
  ['spaces', 'place', 'integer not null default 0'],
  ['spaces', 'control', "blob not null default x''"],
  ['spaces', 'k', 'integer not null default 1'],
  ['blobs', 'place', 'integer not null default 0'],
] as const;

/** Places of one space. */
export const placesEach = 2 ** 32;

export const schema = `
create table if not exists spaces (no integer primary key, space blob not null unique, rpk blob not null, wpk blob not null,
  size integer not null, minute integer not null, bytes integer not null, owed_size integer, owed_root blob,
  count integer not null default 0, place integer not null default 0, control blob not null default x'', k integer not null default 1) strict;
create table if not exists doors (no integer not null, rpk blob not null, count integer not null, until integer not null, primary key (no, rpk)) strict, without rowid;
create index if not exists doors_count on doors (no, count);
create table if not exists frames (id integer primary key, minute integer not null, sealed_hash blob not null, part_hash blob,
  day integer not null, leaf blob not null, row_hash blob not null, sealed blob not null) strict;
create index if not exists frames_hash on frames (sealed_hash, id);
create table if not exists parts (id integer primary key, day integer not null, bytes blob not null) strict;
create index if not exists parts_day on parts (day) where day > 0;
create table if not exists blobs (no integer not null, blob blob not null, size integer not null, day integer not null,
  place integer not null default 0, primary key (no, blob)) strict, without rowid;
create index if not exists blobs_day on blobs (day) where day > 0;
create index if not exists blobs_blob on blobs (blob);
create table if not exists boxes (box blob primary key, no integer not null, until integer not null, next integer not null) strict, without rowid;
create index if not exists boxes_no on boxes (no);
create table if not exists letters (box blob not null, seq integer not null, slot blob not null, bytes blob not null, primary key (box, seq)) strict;
create unique index if not exists letters_slot on letters (box, slot);
create table if not exists replies (box blob not null, slot blob not null, bytes blob not null, primary key (box, slot)) strict;
`;
