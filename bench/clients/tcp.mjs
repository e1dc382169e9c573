// One load on a TCP echo server, from a process of its own. Arguments: port, 'bulk' or 'messages', connections, seconds.
// Prints "measuring" once it is warm, then one JSON line: bytes or messages, also a second, and the round trip's percentiles in microseconds.
import net from 'node:net';

const [port, mode, connections, seconds] = [
  Number(process.argv[2]),
  process.argv[3],
  Number(process.argv[4]),
  Number(process.argv[5]),
];
/** Seconds: the servers' just-in-time compilers need about one, however short the run. */
const warmUp = Math.max(1, 0.3 * seconds);
const bulkChunk = Buffer.alloc(65536, 'wirebench ');
const message = Buffer.alloc(64, 'x');

/** Round trips in buckets of a microsecond, up to a second: exact enough for a p99, without allocation. */
const histogram = new Uint32Array(1_000_001);
let count = 0;
let bytes = 0;
let measuring = false;

function open(onBytes) {
  return new Promise((resolve, reject) => {
    // A static buffer keeps the client's own cost out of the comparison.
    const socket = net.connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafe(262144), callback: (length) => (onBytes(socket, length), true) },
    });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function bulk() {
  // Enough data in flight to keep both ends busy, and little enough to stay in the kernel's buffers.
  const window = 8 * bulkChunk.length;
  let inFlight = 0;
  const socket = await open((socket, length) => {
    inFlight -= length;
    if (measuring) bytes += length;
    while (inFlight < window) {
      inFlight += bulkChunk.length;
      socket.write(bulkChunk);
    }
  });
  inFlight = window;
  for (let i = 0; i < window / bulkChunk.length; i++) socket.write(bulkChunk);
  return [socket];
}

async function messages() {
  const sockets = [];
  for (let i = 0; i < connections; i++) {
    let received = 0;
    let sentAt = 0;
    const socket = await open((socket, length) => {
      received += length;
      if (received < message.length) return;
      received -= message.length;
      const now = performance.now();
      if (measuring) {
        count++;
        histogram[Math.min(1_000_000, Math.round((now - sentAt) * 1000))]++;
      }
      sentAt = now;
      socket.write(message);
    });
    socket.setMaxListeners(0);
    sockets.push(socket);
    socket.start = () => {
      sentAt = performance.now();
      socket.write(message);
    };
  }
  for (const socket of sockets) socket.start();
  return sockets;
}

function percentile(fraction) {
  let left = count * fraction;
  for (let i = 0; i < histogram.length; i++) {
    left -= histogram[i];
    if (left <= 0) return i;
  }
  return histogram.length - 1;
}

const sockets = await (mode === 'bulk' ? bulk() : messages());
setTimeout(() => {
  measuring = true;
  console.log('measuring');
  const began = performance.now();
  setTimeout(() => {
    measuring = false;
    const took = (performance.now() - began) / 1000;
    const result =
      mode === 'bulk'
        ? { rate: bytes / took, total: bytes }
        : { rate: count / took, total: count, p50: percentile(0.5), p99: percentile(0.99) };
    console.log(JSON.stringify(result));
    // The server's processor time is read now. A process for each connection would take its time along.
    setTimeout(() => sockets.forEach((socket) => socket.destroy()), 300);
  }, seconds * 1000);
}, warmUp * 1000);
