// Wirebench's own server as the editor runs it: the bundled engine in its worker thread, journal and spill on.
// Arguments: the engine's file, the transport.
import { startEngine } from '../../src/engine/client.ts';
import type { EndpointSpec } from '../../src/endpoints/spec.ts';

const workerPath = process.argv[2]!;
const transport = process.argv[3] === 'udp' ? 'udp' : 'tcp';
const spec = {
  role: 'server',
  transport,
  port: 0,
  behaviour: { name: 'echo' },
  ...(transport === 'tcp' ? { backlog: 1024, maxConnections: 4096 } : {}),
} as EndpointSpec;

const engine = startEngine({ workerPath });
const endpoint = await engine.request('endpoint.start', { spec, trusted: true });
console.log(`port ${endpoint.local?.port}`);
process.on('SIGTERM', () => {
  void engine.request('registry.get', null).then(async (snapshot) => {
    console.log(JSON.stringify(snapshot.journal));
    await engine.stop();
    process.exit(0);
  });
});
