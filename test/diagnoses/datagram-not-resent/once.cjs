// expect: datagram-not-resent
// check: client-lossy
const s = require('node:dgram').createSocket('udp4');
s.send('ping', Number(process.argv[2]), '127.0.0.1');
setTimeout(() => {
  console.log('lost');
  s.close();
}, 300);
