// expect: no-reply
// check: udp
const dgram = require('node:dgram');

const s = dgram.createSocket('udp4');
s.on('message', (data, from) => {
  console.log(String(data), from.port);
});
s.bind(Number(process.argv[2]), '127.0.0.1');
