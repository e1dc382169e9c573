// dns2 (npm) as its documentation writes a server, with one address for every name.
import { createRequire } from 'node:module';

const { createServer, Packet } = createRequire(process.argv[2])('dns2');
const server = createServer({
  udp: true,
  handle: (request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [{ name }] = request.questions;
    response.header.aa = 1;
    response.answers.push({ name, type: Packet.TYPE.A, class: Packet.CLASS.IN, ttl: 300, address: '192.0.2.1' });
    send(response);
  },
});
const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
console.log(`port ${udp.port}`);
