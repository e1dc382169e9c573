import { badValue } from '../../run/options.ts';
import { Cancelled, FileError } from '../../run/requestError.ts';
import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import type { Turn } from '../../run/turn.ts';
import { waysToEnd } from '../watched.ts';
import type { CloseItem, CloseResult } from './model.ts';

/** Milliseconds in which the other side has to end its direction. */
const closeTimeout = 1000;

/** CLOSE: the connection is gone when it is over; what came at the last moment is seen. */
export async function run({ name }: CloseItem, turn: Turn): Promise<CloseResult> {
  const watched = await turn.watched(name);
  if (watched.close === undefined) {
    const message = `${name.value} is not a connection: CLOSE ends the connection that OPEN made.`;
    throw new FileError({ code: 'bad-value', message }, name);
  }
  const how = turn.options.choice('how', waysToEnd) ?? 'end';
  if (how === 'reset' && watched.transport === 'udp')
    throw badValue(
      turn.options.get('how')!,
      `${name.value} is a client of UDP, and datagrams have no connection to reset`,
    );
  await watched.close(how, turn.options.duration('timeout') ?? closeTimeout, turn.signal);
  if (turn.signal.aborted) throw new Cancelled(turn.label);
  return { kind: 'closeConnection', name: name.value, seen: watched.seen(), watched };
}

export function subject({ watched }: CloseResult, context: SubjectContext): Subject {
  return watched!.subject(context);
}
