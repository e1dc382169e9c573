// expect: extra-text
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('> ');
    socket.on('data', (data) => socket.end(data));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
