import { createSocket } from 'node:dgram';

const server = createSocket('udp4');

server.on('message', (data, client) => {
  // Send the answer to the address that it came from: server.send(text, client.port, client.address)
});

server.bind(5550, '127.0.0.1');
