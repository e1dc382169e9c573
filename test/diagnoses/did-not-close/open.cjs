// expect: did-not-close
// check: once
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(data));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
