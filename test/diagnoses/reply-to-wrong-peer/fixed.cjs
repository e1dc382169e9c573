// expect: reply-to-wrong-peer
// check: udp
const dgram = require('node:dgram');

const s = dgram.createSocket('udp4');
s.on('message', (data, from) => {
  s.send(String(data).toUpperCase(), 5409, '127.0.0.1');
});
s.bind(Number(process.argv[2]), '127.0.0.1');
