// expect: letter-case
// check: capitals
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(String(data).toLowerCase()));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
