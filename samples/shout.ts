// The same in TypeScript, with a greeting and a count for each connection.
import type { Behaviour } from '../media/behaviour';

const shout: Behaviour = {
  onOpen(c) {
    c.state.messages = 0;
    return `Hello ${c.peer.host}\n`;
  },
  onReceived(c, bytes, text) {
    c.state.messages = Number(c.state.messages) + 1;
    return `${c.state.messages}: ${text.toUpperCase()}`;
  },
};

export default shout;
