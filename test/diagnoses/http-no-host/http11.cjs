// expect: http-no-host
// check: client-http
const s = require('node:net').connect(Number(process.argv[2]), '127.0.0.1', () => s.write('GET / HTTP/1.1\r\nAccept: */*\r\n\r\n'));
s.on('data', (data) => {
  console.log(String(data));
  s.end();
});
