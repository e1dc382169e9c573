// expect: reply-from-other-port
// check: udp
const dgram = require('node:dgram');

const other = dgram.createSocket('udp4');
const s = dgram.createSocket('udp4');
s.on('message', (data, from) => {
  other.send(String(data).toUpperCase(), from.port, from.address);
});
s.bind(Number(process.argv[2]), '127.0.0.1');
