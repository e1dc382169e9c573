import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tcpEcho, udpEcho } from './echo.ts';
import { editor } from './editor.ts';
import { flood } from './flood.ts';
import { memory } from './memory.ts';
import { machine, sectionMarkdown, type Section } from './report.ts';
import { traffic } from './traffic.ts';

const sections: readonly Section[] = [tcpEcho, udpEcho, flood, memory, traffic, editor];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
  },
});
const settings = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));
if (unknown.length > 0) {
  console.error(`No such section: ${unknown.join(', ')}. There are: ${sections.map((s) => s.name).join(', ')}.`);
  process.exit(2);
}
const chosen = sections.filter((section) => positionals.length === 0 || positionals.includes(section.name));

const parts: string[] = [];
for (const section of chosen) {
  console.error(`… ${section.title}`);
  const text = sectionMarkdown(section, await section.run(settings));
  console.log(`${text}\n`);
  parts.push(text);
}

// Only a whole run makes a report: figures of different days do not belong side by side.
if (positionals.length === 0) {
  const head = [
    '# What it costs',
    '',
    `Made by \`npm run bench\` (${settings.rounds} rounds, ${settings.seconds} s each). Machines differ and are noisy: read the ratios.`,
    '',
    machine(),
  ].join('\n');
  writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), `${[head, ...parts].join('\n\n')}\n`);
}
