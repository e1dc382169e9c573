// expect: crashed
// check: sum
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(data.words[0].length));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
