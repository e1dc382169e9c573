// expect: one-recv-assumed
// check: client-big
const s = require('node:net').connect(Number(process.argv[2]), '127.0.0.1');
s.once('data', (data) => {
  console.log(String(data));
  s.destroy();
});
