// expect: served-once
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(data, () => setImmediate(() => process.exit(0))));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
