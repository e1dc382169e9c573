// A bare node:http server: 1 KiB for every request.
import http from 'node:http';

const body = Buffer.alloc(1024, 'x');
const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`port ${server.address().port}`));
