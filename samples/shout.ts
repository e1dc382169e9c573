// The same in TypeScript, with a greeting and a count for each connection.
import type { Behaviour } from '../media/behaviour';

const shout: Behaviour = {
  onOpen(c) {
    c.state.messages = 0;
    return `Hello ${c.peer.host}\n`;
  },
  onReceived(c, _bytes, text) {
    const messages = Number(c.state.messages ?? 0) + 1;
    c.state.messages = messages;
    return `${messages}: ${text.toUpperCase()}`;
  },
};

export default shout;
