// The baseline: every datagram goes back to its sender.
import dgram from 'node:dgram';
const socket = dgram.createSocket('udp4');
socket.on('message', (bytes, peer) => socket.send(bytes, peer.port, peer.address));
socket.bind(0, '127.0.0.1', () => console.log(`port ${socket.address().port}`));
