// expect: client-sent-nothing
// check: client
const s = require('node:net').connect(Number(process.argv[2]), '127.0.0.1');
s.on('data', (data) => console.log(String(data)));
