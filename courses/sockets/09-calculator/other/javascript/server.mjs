import { createSocket } from 'node:dgram';

const server = createSocket('udp4');

server.on('message', (question, client) => {
  // 1. Make text of the question, and split it into its parts.
  // 2. Calculate. Number('six') is NaN, which is not a number.
  // 3. Send the result back. Until then, the question itself goes back.
  server.send(question, client.port, client.address);
});

server.bind(5590, '127.0.0.1');
