// One load on a UDP echo server, from a process of its own. Arguments: port, in flight, datagrams a second (0: as fast as replies come), seconds.
// Prints "measuring" once it is warm, then one JSON line: replies a second, and how many datagrams never came back.
import dgram from 'node:dgram';

const [port, inFlight, rate, seconds] = process.argv.slice(2).map(Number);
/** Seconds: the servers' just-in-time compilers need about one, however short the run. */
const warmUp = Math.max(1, 0.3 * seconds);
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
const datagram = Buffer.alloc(64, 'x');
let sent = 0;
let received = 0;
let measuredFrom = 0;
let began = 0;

const send = () => {
  sent++;
  socket.send(datagram);
};

socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.on('message', () => {
  received++;
  if (rate === 0 && !ending) send();
});

let ending = false;
socket.connect(port, '127.0.0.1', () => {
  if (rate === 0) {
    for (let i = 0; i < inFlight; i++) send();
    // A lost datagram would stop the exchange. Missing ones are sent again after a quiet moment, and count as lost.
    let last = -1;
    setInterval(() => {
      if (!ending && received === last) for (let i = 0; i < inFlight; i++) send();
      last = received;
    }, 100).unref();
  } else {
    const start = performance.now();
    const tick = () => {
      if (ending) return;
      const due = Math.floor(((performance.now() - start) / 1000) * rate);
      for (let i = 0; i < 64 && sent < due; i++) send();
      setImmediate(tick);
    };
    tick();
  }
  setTimeout(() => {
    measuredFrom = received;
    began = performance.now();
    console.log('measuring');
  }, warmUp * 1000);
  setTimeout(
    () => {
      const perSecond = (received - measuredFrom) / ((performance.now() - began) / 1000);
      ending = true;
      // Datagrams still in flight have a quarter of a second to come back.
      setTimeout(() => {
        console.log(
          JSON.stringify({ rate: perSecond, total: received - measuredFrom, sent, received, lost: sent - received }),
        );
        socket.close();
      }, 250);
    },
    (warmUp + seconds) * 1000,
  );
});
