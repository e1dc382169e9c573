// expect: bound-other-address
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  })
  .listen(Number(process.argv[2]), '127.0.0.2');
