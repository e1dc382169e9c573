// expect: end-not-noticed
// check: client-ends
const net = require('node:net');

const socket = net.connect({ port: Number(process.argv[2]), host: '127.0.0.1', allowHalfOpen: true });
let text = '';
socket.on('data', (data) => (text += data));
const whole = setInterval(() => {
  if (!text.includes('The end')) return;
  clearInterval(whole);
  console.log(text);
  socket.end();
}, 20);
