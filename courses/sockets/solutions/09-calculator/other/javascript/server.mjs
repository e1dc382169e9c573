import { createSocket } from 'node:dgram';

const infix = /^(-?\d+) ([-+*]) (-?\d+)$/;
const prefix = /^\(([-+*]), *(-?\d+), *(-?\d+)\)$/;

function calculate(question) {
  let [, a, operator, b] = infix.exec(question) ?? [];
  if (operator === undefined) [, operator, a, b] = prefix.exec(question) ?? [];
  if (operator === '+') return Number(a) + Number(b);
  if (operator === '-') return Number(a) - Number(b);
  if (operator === '*') return Number(a) * Number(b);
  return 'error';
}

const server = createSocket('udp4');

server.on('message', (question, client) => {
  server.send(String(calculate(question.toString().trim())), client.port, client.address);
});

server.bind(5590, '127.0.0.1');
