// expect: http-lf-only
// check: http
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\nContent-Length: 2\n\nhi'));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
