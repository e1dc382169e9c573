import { visible } from '../../protocol/text/visible.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { BehaviourHost, BehaviourKind, Conversation, Received } from './behaviour.ts';
import { splitLines, Texts } from './text.ts';

const maxName = 32;

interface Guest {
  readonly conversation: Conversation;
  name: string;
}

export const chat: BehaviourKind = {
  name: 'chat',
  sentence:
    'Sends each line to everyone else with the name of its sender. "/name Ada" sets the name. Joins and leaves are announced.',
  transports: ['tcp', 'tls', 'udp'],
  options: [{ name: 'welcome', sentence: 'A line for each new client.', type: 'string', default: '' }],
  create(options, host) {
    const room = new Room(host, options['welcome'] as string);
    return {
      onOpen: (conversation) => room.join(conversation),
      onReceived: (conversation, received) => room.hear(conversation, received),
      onClosed: (conversation) => room.leave(conversation),
      dispose() {},
    };
  },
};

class Room {
  readonly #texts: Texts;
  readonly #welcome: string;
  readonly #guests = new Map<Conversation, Guest>();

  constructor(host: BehaviourHost, welcome: string) {
    this.#texts = new Texts(host);
    this.#welcome = welcome;
  }

  join(conversation: Conversation): Guest {
    const guest = { conversation, name: formatAddress(conversation.peer) };
    this.#guests.set(conversation, guest);
    if (this.#welcome !== '') this.#tell(guest, this.#welcome);
    this.#tellOthers(guest, `* ${guest.name} joined`);
    return guest;
  }

  leave(conversation: Conversation): void {
    const guest = this.#guests.get(conversation);
    if (guest === undefined) return;
    this.#guests.delete(conversation);
    this.#tellOthers(guest, `* ${guest.name} left`);
  }

  /** A datagram's sender joins with its first datagram. Text without a newline is a line too. */
  hear(conversation: Conversation, received: Received): void {
    const guest = this.#guests.get(conversation) ?? this.join(conversation);
    for (const { text } of splitLines(this.#texts.read(conversation, received))) this.#say(guest, text);
  }

  #say(guest: Guest, line: string): void {
    const command = /^\/(\w+)\s*(.*)$/u.exec(line);
    if (command !== null) this.#command(guest, command[1]!, command[2]!.trim());
    else if (line.trim() !== '') {
      // A guest's text must not control the terminals of the others.
      this.#tellOthers(guest, `${guest.name}: ${visible(line)}`);
    }
  }

  #command(guest: Guest, command: string, rest: string): void {
    if (command !== 'name') {
      this.#tell(guest, `* /${command} is not a command; "/name Ada" gives you a name`);
      return;
    }
    const problem = this.#nameProblem(guest, rest);
    if (problem !== undefined) {
      this.#tell(guest, `* ${problem}`);
      return;
    }
    const before = guest.name;
    guest.name = rest;
    this.#tell(guest, `* you are ${rest}`);
    this.#tellOthers(guest, `* ${before} is now ${rest}`);
  }

  #nameProblem(guest: Guest, name: string): string | undefined {
    // Letters and digits, so that no name resembles an announcement, an address or another line.
    if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_. -]*$/u.test(name))
      return 'a name has letters, digits, spaces, ".", "-" and "_"';
    if (name.length > maxName) return `a name has ${maxName} characters at most`;
    const taken = [...this.#guests.values()].some((other) => other !== guest && other.name === name);
    return taken ? `the name ${name} is taken` : undefined;
  }

  #tell(guest: Guest, line: string): void {
    this.#texts.send(guest.conversation, `${line}\n`);
  }

  #tellOthers(speaker: Guest, line: string): void {
    const bytes = this.#texts.bytes(`${line}\n`);
    for (const { conversation } of this.#guests.values()) {
      if (conversation !== speaker.conversation) conversation.send(bytes);
    }
  }
}
