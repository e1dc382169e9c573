// expect: messages-run-together
// check: lines
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(String(data).trim().length + '\n'));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
