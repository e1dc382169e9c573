// expect: wrong-value
// check: sum
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('42\n'));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
