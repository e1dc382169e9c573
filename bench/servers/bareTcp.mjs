// The baseline: one pipe for each connection.
import net from 'node:net';
const server = net.createServer({ noDelay: process.argv[2] === 'nodelay' }, (socket) => {
  socket.on('error', () => {});
  socket.pipe(socket);
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => console.log(`port ${server.address().port}`));
