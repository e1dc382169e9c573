// expect: missing-newline
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(String(data).trim()));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
