// Wirebench's HTTP server as the editor has it: its engine in a worker thread, every byte recorded. Arguments: the built engine, the
// behaviour, and the folder of `static`.
import { startEngine } from '../../src/engine/client.ts';

const [workerPath, name, folder] = [process.argv[2]!, process.argv[3]!, process.argv[4]];
const engine = startEngine({ workerPath });
const endpoint = await engine.request('endpoint.start', {
  trusted: true,
  spec: {
    role: 'server',
    transport: 'tcp',
    application: 'http',
    port: 0,
    backlog: 1024,
    behaviour: folder === undefined ? { name } : { name, options: { root: folder } },
  },
});
console.log(`port ${endpoint.local?.port}`);
process.on('SIGTERM', () => {
  void engine.stop().then(() => process.exit(0));
});
