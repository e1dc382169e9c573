// expect: floods
// check: echo
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    const more = () => socket.writable && socket.write('hello '.repeat(10000), () => setImmediate(more));
    socket.on('data', more);
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
