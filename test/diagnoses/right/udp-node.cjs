// check: udp
const dgram = require('node:dgram');

const s = dgram.createSocket('udp4');
s.on('message', (data, from) => {
  s.send(String(data).toUpperCase(), from.port, from.address);
});
s.bind(Number(process.argv[2]), '127.0.0.1');
