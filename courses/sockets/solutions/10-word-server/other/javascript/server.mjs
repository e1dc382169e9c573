import { createServer } from 'node:net';

const server = createServer((client) => {
  let line = '';
  client.setEncoding('utf8');
  client.on('error', () => {});
  client.on('data', (text) => {
    line += text;
    if (!line.includes('\n')) return;
    const characters = [...line.trim()];
    client.end(characters.length === 0 ? '' : `${characters.length} ${characters[0]}\n`);
  });
});

server.listen(5600, '127.0.0.1');
