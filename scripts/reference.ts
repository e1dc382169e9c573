// Writes the tables of docs/requestFiles.md from the tables of the request language: node --import tsx scripts/reference.ts
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { reference } from '../src/requests/language/reference.ts';

const file = path.join(import.meta.dirname, '../docs/requestFiles.md');
const [before = ''] = readFileSync(file, 'utf8').split('<!-- tables -->');
writeFileSync(
  file,
  await format(`${before}<!-- tables -->\n\n${reference()}\n`, {
    parser: 'markdown',
    printWidth: 120,
    proseWrap: 'preserve',
  }),
);
