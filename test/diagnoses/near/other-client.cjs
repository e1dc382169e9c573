// expect: wrong-value
// check: client
// It has the port of another service in it, and talks with the right one.
const net = require('node:net');

const DATABASE = 5432;
const s = net.connect(Number(process.argv[2]), '127.0.0.1', () => s.end('helo\n'));
s.on('data', (data) => console.log(`${DATABASE} ${data}`));
