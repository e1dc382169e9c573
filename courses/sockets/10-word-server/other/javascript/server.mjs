import { createServer } from 'node:net';

// Node needs no threads: it calls your functions when something has come, for each client its own.
const server = createServer((client) => {
  client.setEncoding('utf8');
  client.on('error', () => {});
  // Send the length of the word and its first character. [...word] is a list of its characters.
  client.on('data', (word) => client.end(word));
});

server.listen(5600, '127.0.0.1');
