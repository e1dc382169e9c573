// expect: reset-by-program
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.resetAndDestroy());
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
