// The client side of the soak, in a process of its own: node load.mjs PORT CONNECTIONS MILLISECONDS
// So many connections at a time are opened, talk and are closed again, until the time is over; then it prints what it counted.
import { once } from 'node:events';
import net from 'node:net';

const [port, connections, milliseconds] = process.argv.slice(2).map(Number);
const needle = 'needle';
const count = { connections: 0, resets: 0, messages: 0, bytes: 0, needles: 0, wrong: 0 };
const deadline = Date.now() + milliseconds;

/** The next pseudo-random number below `limit`, the same in every run. */
function random(state, limit) {
  state.seed = (Math.imul(state.seed, 1_664_525) + 1_013_904_223) >>> 0;
  return state.seed % limit;
}

/** One connection: a few messages, each after the echo of the one before, then its end. */
async function talk(index, state) {
  // An address of its own for each, so that none runs out of ports: a closed one rests for a minute.
  const localAddress = `127.1.${index >> 8}.${1 + (index & 127)}`;
  const socket = net.connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  count.connections++;
  for (let left = 1 + random(state, 5); left > 0; left--) {
    const isNeedle = random(state, 20) === 0;
    const message = Buffer.alloc(1 + random(state, 1000), isNeedle ? `${needle} ` : 'hay ');
    if (isNeedle && message.length >= needle.length) count.needles++;
    count.messages++;
    count.bytes += message.length;
    socket.write(message);
    let echo = Buffer.alloc(0);
    while (echo.length < message.length) {
      const [chunk] = await once(socket, 'data');
      echo = Buffer.concat([echo, chunk]);
    }
    if (!echo.equals(message)) count.wrong++;
  }
  if (random(state, 10) === 0) {
    count.resets++;
    socket.resetAndDestroy();
  } else socket.end();
  await closed;
}

async function worker(index) {
  const state = { seed: index + 1 };
  while (Date.now() < deadline) await talk(index, state);
}

await Promise.all(Array.from({ length: connections }, (_, index) => worker(index)));
console.log(JSON.stringify(count));
