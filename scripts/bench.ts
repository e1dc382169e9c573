// npm run bench [-- arguments of bench/main.ts]: builds for production, as users run it, then measures.
import path from 'node:path';
import { build } from './build.ts';
import { run } from './processes.ts';
import { root } from './root.ts';
import { ensureTools, needs } from './tools.ts';

const missing = await ensureTools(needs.bench);
for (const why of missing.values()) console.log(why);
if (missing.size > 0) process.exit(1);
await build({ production: true });
const { code } = await run(
  process.execPath,
  ['--import', 'tsx', path.join('bench', 'main.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    output: 'inherit',
  },
);
process.exitCode = code ?? 1;
