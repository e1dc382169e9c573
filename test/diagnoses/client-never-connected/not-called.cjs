// expect: client-never-connected
// check: client
const net = require('node:net');

function main() {
  const s = net.connect(Number(process.argv[2]), () => s.write('hello'));
  s.on('data', (data) => console.log(String(data)));
}
