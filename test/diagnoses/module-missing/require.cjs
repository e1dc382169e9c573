// expect: module-missing
// check: echo
const net = require('nett');

net.createServer((socket) => socket.pipe(socket)).listen(Number(process.argv[2]));
