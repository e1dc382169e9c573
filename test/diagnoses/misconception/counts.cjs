// expect: misconception
// check: counted
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(`${data.length}\n`));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
