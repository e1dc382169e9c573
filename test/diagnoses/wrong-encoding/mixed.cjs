// expect: wrong-encoding
// check: accents
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.end(Buffer.from(data.toString('latin1'), 'utf8')));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
