import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { Deadline, until } from '../../run/waiting.ts';
import { crossedSubject } from '../conversation/subjects.ts';
import type { Talk } from '../conversation/talk.ts';
import type { Crossed } from '../conversation/model.ts';
import type { Transport } from '../../../traffic/event.ts';
import { mostShown } from '../presentation.ts';
import { crossedJson, presentCrossed } from '../conversation/present.ts';
import type { HowToEnd, Seen, Watched } from '../watched.ts';

/** A connection that OPEN made, as CHECK and CLOSE see it. */
export class OpenConnection implements Watched {
  readonly #talk: Talk;
  readonly #encoding: string;

  constructor(talk: Talk, encoding: string) {
    this.#talk = talk;
    this.#encoding = encoding;
  }

  get onChange(): Watched['onChange'] {
    return this.#talk.heard.onChange;
  }

  get version(): number {
    return this.#talk.heard.version;
  }

  get over(): boolean {
    return this.#talk.ended;
  }

  subject(context: SubjectContext): Subject {
    return crossedSubject(this.#talk.crossed, { ...context, encoding: this.#encoding });
  }

  seen(): Seen {
    const { crossed } = this;
    return { ...presentCrossed(crossed), data: crossedJson(crossed, mostShown) };
  }

  get transport(): Transport {
    return this.#talk.endpoint.spec.transport;
  }

  get crossed(): Crossed {
    return this.#talk.crossed;
  }

  async close(how: HowToEnd, timeout: number, signal: AbortSignal): Promise<void> {
    const { endpoint, heard } = this.#talk;
    // Datagrams have no end that the other side could hear.
    if (how === 'reset' || this.transport === 'udp') {
      for (const connection of endpoint.connections.values()) connection.reset?.();
      await endpoint.stop();
      return;
    }
    const deadline = new Deadline(timeout, signal);
    try {
      for (const connection of endpoint.connections.values()) connection.end();
      await until(heard.onChange, () => this.over, deadline.signal);
    } finally {
      deadline.dispose();
      await endpoint.stop();
    }
  }
}
