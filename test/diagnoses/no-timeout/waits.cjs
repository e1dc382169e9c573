// expect: no-timeout
// check: client-lossy
const s = require('node:dgram').createSocket('udp4');
s.on('message', (data) => {
  console.log(String(data));
  s.close();
});
s.send('ping', Number(process.argv[2]), '127.0.0.1');
