// expect: http-no-length
// check: http
const net = require('node:net');

net
  .createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhi'));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
