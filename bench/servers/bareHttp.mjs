// A bare node:http server: 1 KiB for every request, or the file that is named, read for every request.
import { readFile } from 'node:fs';
import http from 'node:http';

const file = process.argv[2];
const memory = Buffer.alloc(1024, 'x');

const server = http.createServer((_request, response) => {
  const answer = (body) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length });
    response.end(body);
  };
  if (file === undefined) answer(memory);
  else readFile(file, (error, body) => (error === null ? answer(body) : response.destroy(error)));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`port ${server.address().port}`));
