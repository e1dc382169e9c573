import { createServer } from 'node:net';

const server = createServer((client) => {
  let line = '';
  client.setEncoding('utf8');
  client.on('error', () => {});
  client.on('data', (text) => {
    line += text;
    if (line.includes('\n')) client.end(`Hello, ${line.trim()}!\n`);
  });
});

server.listen(5520, '127.0.0.1');
