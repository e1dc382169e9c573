// Wirebench's own DNS server as the editor runs it: the bundled engine in its worker thread, journal and spill on.
// Arguments: the engine's file, the zone file.
import { startEngine } from '../../src/engine/client.ts';

const engine = startEngine({ workerPath: process.argv[2]! });
const endpoint = await engine.request('endpoint.start', {
  trusted: true,
  spec: {
    role: 'server',
    transport: 'udp',
    application: 'dns',
    port: 0,
    behaviour: { name: 'zone', options: { zone: process.argv[3]! } },
  },
});
console.log(`port ${endpoint.local?.port}`);
process.on('SIGTERM', () => void engine.stop().then(() => process.exit(0)));
