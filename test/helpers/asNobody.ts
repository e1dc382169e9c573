// Starts a server of the given spec as a user without rights, in a separate process, and prints the outcome.
import { WirebenchError } from '../../src/base/errors.ts';
import { createNet } from './nets.ts';

const { registry } = createNet();
// All modules are loaded by now; the user nobody may not read the sources.
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const spec: unknown = JSON.parse(process.argv[2]!);
try {
  await registry.start(spec);
  console.log(JSON.stringify({ code: 'started' }));
} catch (error) {
  console.log(JSON.stringify(error instanceof WirebenchError ? error.toData() : { code: String(error) }));
}
await registry.stopAll();
