import { parseRequestFile } from '../src/requests/parse.ts';
import type { Section } from './report.ts';
import { repeated } from './timing.ts';

const lines = 10_000;

/** Requests as people write them: names, variables, headers, a JSON body and checks. */
const mixed = (i: number): string[] => [
  `### Order ${i}`,
  `# @name order${i}`,
  '# @no-redirect',
  `@id = ${i}`,
  'POST http://localhost:8080/orders/{{id}}?page=1',
  '    &after={{order0.response.body.$.next}}',
  'Content-Type: application/json',
  'Authorization: Bearer {{token}}',
  'X-Request: {{$guid}}',
  '',
  '{',
  '  "id": {{id}},',
  '  "text": "what goes out",',
  '  "list": [1, 2, 3]',
  '}',
  '',
  '?? status == 200',
  '?? header content-type contains json',
  '?? body $.json.text == hello',
  '',
];

/** Short requests with many headers. */
const headers = (i: number): string[] => [
  '###',
  `GET http://localhost:8080/${i}`,
  ...Array.from({ length: 7 }, (_, j) => `X-Header-${j}: {{value}} ${i}`),
  '?? status == 200',
];

/** Conversations and servers, whose options and addresses are checked by the table of words. */
const conversations = (i: number): string[] => [
  '###',
  'SERVE tcp://127.0.0.1:0',
  'behaviour: echo',
  'framing: line',
  '###',
  `TCP 127.0.0.1:${9000 + (i % 1000)}`,
  'timeout: 2s',
  '',
  'hello',
  '=== wait',
  'bye',
  '?? received text == hello',
];

const files: Readonly<Record<string, (i: number) => string[]>> = {
  'requests with bodies and checks': mixed,
  'requests with many headers': headers,
  'servers and conversations': conversations,
};

function fileOf(block: (i: number) => string[]): string {
  const all: string[] = [];
  for (let i = 0; all.length < lines; i++) all.push(...block(i));
  return all.slice(0, lines).join('\n');
}

export const requestFiles: Section = {
  name: 'request-files',
  title: 'Request files: parse',
  note: `In one process, a file of ${lines.toLocaleString('en')} lines, read whole and checked. The first time is that of a process that has just begun; while a file is edited, only what an edit touches is read again.`,
  async run({ rounds }) {
    const measured = [];
    for (const [name, block] of Object.entries(files)) {
      const text = fileOf(block);
      const first = await repeated(1, () => parseRequestFile(text));
      for (let i = 0; i < 10; i++) parseRequestFile(text);
      measured.push({ name, first, usual: await repeated(Math.max(rounds, 15), () => parseRequestFile(text)) });
    }
    return [
      {
        title: 'Milliseconds for 10,000 lines',
        columns: ['file', 'the first time', 'median'],
        rows: measured.map(({ name, first, usual }) => [name, first.toFixed(1), usual.toFixed(1)]),
        judged: measured.map(({ name, usual }) => ({
          aim: { figure: `milliseconds to read 10,000 lines: ${name}`, atMost: 50 },
          value: usual,
        })),
      },
    ];
  },
};
