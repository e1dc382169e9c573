// expect: accepted-not-read
// check: echo
const net = require('node:net');

net
  .createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.unref();
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
