import { createServer } from 'node:net';

// Node listens and accepts for you: it calls this function with the socket of each client.
const server = createServer((client) => {
  client.setEncoding('utf8');
  // 1. client.on('data', (text) => …) is called with text that has come.
  // 2. Answer with client.end(text), which sends the text and closes.
});

// 3. Listen at port 5520 of 127.0.0.1: server.listen(port, address)
