import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { failureMarkdown, load, machine, sectionMarkdown, summary, type Table } from './report.ts';
import { sections } from './sections.ts';

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

const loadBefore = load();
const parts: string[] = [];
const all: Table[] = [];
for (const section of chosen) {
  console.error(`… ${section.title}`);
  let text: string;
  try {
    const tables = await section.run(settings);
    all.push(...tables);
    text = sectionMarkdown(section, tables);
  } catch (error) {
    // The others are still measured.
    console.error(error);
    process.exitCode = 1;
    text = failureMarkdown(section, error);
  }
  console.log(`${text}\n`);
  parts.push(text);
}
console.log(summary(all));

// Only a whole run writes a report: figures of different days must not be mixed.
if (positionals.length === 0) {
  const head = [
    '# What it costs',
    '',
    `Made by \`npm run bench\` (${settings.rounds} rounds, ${settings.seconds} s each). Machines differ and are noisy: read the ratios.`,
    '',
    machine(),
    `- load average before it ${loadBefore}, after it ${load()}: where other work runs beside it, its ratios are on the low side`,
    '',
    summary(all),
  ].join('\n');
  writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), `${[head, ...parts].join('\n\n')}\n`);
}
