// expect: client-wrong-port
// check: client
const s = require('node:net').connect(9, '127.0.0.1', () => s.write('hello'));
s.on('data', (data) => console.log(String(data)));
