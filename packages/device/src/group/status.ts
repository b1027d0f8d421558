import type { GroupStatus } from '../api.ts';
import type { Door } from './door.ts';
import type { Line } from './line.ts';
import type { Rounds } from './rounds.ts';
import type { Sending } from './sending.ts';
import type { Space } from './space.ts';

/** How a group stands on this device, in words and numbers a person can be shown. */
export function statusOf(space: Space, sending: Sending, line: Line, door: Door, rounds: Rounds): GroupStatus {
  const { replica, record, minute, unchecked } = space;
  const hindered = line.problem ?? rounds.stuck;
  const astray = replica.state.time - minute;
  return {
    connection: line.connection,
    outbox: sending.waiting,
    size: replica.size,
    alarm: record.alarm && { kind: record.alarm.kind, place: record.alarm.place, minute: record.alarm.minute },
    astray: astray > 10 ? astray : null,
    unchecked: unchecked.length,
    letters: door.waiting().length,
    lacking: space.lacking?.minute ?? null,
    problem: hindered === 'relay-unreachable' || hindered === 'door-shut' ? null : hindered,
    shut: line.problem === 'door-shut',
  };
}
