import { createSocket } from 'node:dgram';

const server = createSocket('udp4');

server.on('message', (data, client) => {
  server.send(`Hello, ${data.toString()}!`, client.port, client.address);
});

server.bind(5550, '127.0.0.1');
