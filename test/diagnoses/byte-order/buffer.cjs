// expect: byte-order
// check: number
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const answer = Buffer.alloc(4);
      answer.writeInt32LE(Number(data));
      socket.end(answer);
    });
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
