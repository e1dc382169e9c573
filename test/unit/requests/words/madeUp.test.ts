import assert from 'node:assert/strict';
import { json } from '../../../../src/cli/json.ts';
import { junit } from '../../../../src/cli/junit.ts';
import { lineCounter, type FileReport } from '../../../../src/cli/fileReport.ts';
import { plain, requestLines } from '../../../../src/cli/text.ts';
import { verboseLines } from '../../../../src/cli/verbose.ts';
import { certificateFixes, certificateHint } from '../../../../src/requests/certificates.ts';
import { completions } from '../../../../src/requests/language/completions.ts';
import { hover } from '../../../../src/requests/language/hover.ts';
import { codeLenses, folding, symbols } from '../../../../src/requests/language/outline.ts';
import { reference } from '../../../../src/requests/language/reference.ts';
import type { BodyPart, Template } from '../../../../src/requests/model.ts';
import { argumentsOf, templateAt, tooMuch } from '../../../../src/requests/parse/arguments.ts';
import { plainBody, readBody } from '../../../../src/requests/parse/body.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { printRequestFile } from '../../../../src/requests/print.ts';
import { printBody, printHead } from '../../../../src/requests/printing.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { needsOfRegion } from '../../../../src/requests/trust.ts';
import { fromTable } from '../../../../src/requests/run/subjectTable.ts';
import type { Reading, WordKind } from '../../../../src/requests/words/kind.ts';
import { kinds } from '../../../../src/requests/words/table.ts';
import { ResponseHistory, shownOf } from '../../../../src/vscode/requests/history.ts';
import { toneOf, verdictOf } from '../../../../src/vscode/requests/verdict.ts';
import { tabsFor } from '../../../../src/webview/response/tabs.ts';
import { bench, states, type Bench } from '../run/running.ts';

interface Shout {
  readonly what: Template;
  readonly body: readonly BodyPart[];
}
interface Shouted {
  readonly kind: 'shout';
  readonly text: string;
}

/** SHOUT says its word in capitals. The types of real words are entered by their folders; a test must not change them for all. */
const shout = {
  spec: {
    word: 'SHOUT',
    kind: 'shout',
    supported: true,
    sentence: 'Says a word aloud.',
    usage: 'SHOUT word',
    example: 'SHOUT hello',
    arguments: [{ choices: [{ name: 'hello', sentence: 'A greeting.' }] }],
    options: [
      { name: 'times', kind: 'integer', sentence: 'How often.', example: '2', default: '1', minimum: 1, maximum: 9 },
    ],
    results: [{ name: 'text', sentence: 'What was said.' }],
    subjects: [
      { name: 'text', kind: 'text', sentence: 'What was said.', example: '?? text == HELLO' },
      { name: 'text length', kind: 'number', sentence: 'Its letters.', example: '?? text length == 5' },
    ],
    body: 'Whom it is said to.',
  },
  parse(reading: Reading) {
    const [what, more] = argumentsOf(reading);
    tooMuch(reading, more);
    const body = readBody(reading.context, reading.bodyLines, plainBody);
    return { ...reading.base, kind: 'shout', what: templateAt(reading, what!), body };
  },
  print: ({ word, what, options, body }: Reading['base'] & Shout) => [
    ...printHead(word.value, [what.text], options),
    ...printBody(body),
  ],
  body: ({ body }: Shout) => body,
  explain: ({ what }: Shout, offset: number) =>
    offset < what.start ? undefined : { place: what, name: what.text, sentence: 'The word that is said.' },
  needs: ({ what }: Shout) => (what.text === 'loudly' ? [{ effect: 'program', subject: 'SHOUT loudly' }] : []),
  certificate: () => ({
    anyway: 'anyway: yes',
    authority: 'trust: FILE',
    where: 'above it',
    at: () => 0,
    around: ['', ' '],
  }),
  runner: () =>
    Promise.resolve({
      run: async ({ what }: Shout, turn: Parameters<Awaited<ReturnType<WordKind['runner']>>['run']>[1]) => {
        const text = (await turn.fill(what)).toUpperCase();
        return {
          kind: 'shout',
          text: Array(turn.options.number('times') ?? 1)
            .fill(text)
            .join(' '),
        };
      },
      subject: ({ text }: Shouted, context: Parameters<typeof fromTable>[1]) =>
        fromTable({ text: () => text, 'text length': () => text.length }, context),
    }),
  named: ({ text }: Shouted) => ({ data: { text } }),
  present: ({ text }: Shouted) => ({
    verdict: `Said ${text}`,
    title: 'Said',
    text: () => text,
    output: text,
    facts: [['Letters', String(text.length)]],
    json: () => ({ kind: 'shout', text }),
    lines: () => [`! ${text}`],
  }),
} as unknown as WordKind;

const text = `### aloud
# @name loud
SHOUT hello
times: 2

to everybody
who is here

?? text == HELLO HELLO
?? text length == 11

###
SHOUT {{loud.text}}

?? text startsWith HELLO
`;

describe('a word that is one more row of the table', () => {
  let tools: Bench;
  let outcomes: readonly RequestOutcome[];
  let report: FileReport;

  before(async () => {
    (kinds as WordKind[]).push(shout);
    tools = bench();
    const summary = await tools.run(text);
    outcomes = summary.outcomes;
    assert.deepEqual(states(summary), ['passed', 'passed']);
    report = {
      ...{ file: 'loud.http', startedAt: 0, duration: 1, exitCode: 0, cancelled: false, outcomes, problems: [] },
      lineOf: lineCounter(text),
    };
  });
  after(async () => {
    (kinds as WordKind[]).splice(kinds.indexOf(shout), 1);
    await tools.close();
  });

  it('is read, judged and printed', () => {
    const file = parseRequestFile(text);
    assert.deepEqual(file.problems, []);
    assert.equal(printRequestFile(parseRequestFile(printRequestFile(file))), printRequestFile(file));
    assert.match(printRequestFile(file), /SHOUT hello\ntimes: 2\n/);
    const codes = (wrong: string) => parseRequestFile(wrong).problems.map(({ code }) => code);
    assert.deepEqual(codes('SHOUT a b\n'), ['bad-request-line']);
    assert.deepEqual(codes('SHOUT a\ntimes: 10\n'), ['bad-value']);
    assert.deepEqual(codes('SHOUT a\ntime: 1\n'), ['unknown-option']);
    assert.deepEqual(codes('SHOUT a\n\n?? status == 200\n'), ['unknown-subject']);
  });

  it('is completed, explained, outlined and in the reference', () => {
    const offers = (before: string) => completions(parseRequestFile(before), before.length).map(({ label }) => label);
    assert.ok(offers('SH').includes('SHOUT'));
    assert.deepEqual(offers('SHOUT '), ['hello']);
    assert.deepEqual(offers('SHOUT a\n'), ['times']);
    assert.deepEqual(offers('SHOUT a\n\n?? '), ['text', 'text length']);
    const paragraphs = hover(parseRequestFile(text), text.indexOf('SHOUT'), () => undefined)?.paragraphs;
    assert.ok(paragraphs?.includes('Says a word aloud.'));
    const explained = hover(parseRequestFile(text), text.indexOf('hello'), () => undefined);
    assert.deepEqual(explained?.paragraphs, ['`hello`', 'The word that is said.']);
    const folds = folding(parseRequestFile(text)).filter(({ kind }) => kind === 'body');
    assert.deepEqual(
      folds.map(({ start, end }) => text.slice(start, end)),
      ['to everybody\nwho is here'],
    );
    assert.equal(symbols(parseRequestFile(text))[0]?.kind, 'request');
    assert.equal(codeLenses(parseRequestFile(text))[0]?.kind, 'send');
    assert.match(reference(), /SHOUT word/);
  });

  it('needs a trusted workspace, and trusts a certificate, as its row says', () => {
    const needs = (written: string) => needsOfRegion(parseRequestFile(written).regions[0]!).map(({ effect }) => effect);
    assert.deepEqual(
      [needs('SHOUT a\n'), needs('SHOUT loudly\n'), needs('SHOUT a\n\n< file\n')],
      [[], ['program'], ['file']],
    );
    const { item } = parseRequestFile(text).regions[0]!;
    assert.equal(certificateHint('tls-expired', item!), 'Above it, anyway: yes sends all the same.');
    assert.deepEqual(
      certificateFixes('tls-expired', text, item!).map((fix) => fix.text),
      ['anyway: yes '],
    );
  });

  it('runs, and its result is there by name', () =>
    assert.deepEqual(
      outcomes.map(({ result }) => (result as unknown as Shouted).text),
      ['HELLO HELLO', 'HELLO HELLO'],
    ));

  it('is presented by the command line: as text, JSON and JUnit', async () => {
    const { files } = JSON.parse(json([report])) as { files: { requests: { result: unknown }[] }[] };
    assert.deepEqual(files[0]!.requests[0]!.result, { kind: 'shout', text: 'HELLO HELLO' });
    assert.match(junit([report]), /<system-out>HELLO HELLO<\/system-out>/);
    assert.match(requestLines(report, outcomes[0]!, plain)[0]!, /^✓ loud/);
    assert.deepEqual(await verboseLines(outcomes[0]!, tools.http.bodies, plain), ['    ! HELLO HELLO']);
  });

  it('is presented in the verdict, the tabs and the details', () => {
    assert.equal(verdictOf(outcomes[0]!), 'Said HELLO HELLO');
    assert.equal(toneOf(outcomes[0]!), 'good');
    const history = new ResponseHistory(() => undefined);
    const origin = { kind: 'typed', request: { method: 'GET', url: '' }, asked: false } as unknown as Parameters<
      ResponseHistory['add']
    >[0];
    const shown = shownOf(history.add(origin, 'SHOUT hello', outcomes[0]!), false);
    assert.deepEqual(
      tabsFor(shown).map(({ label }) => label),
      ['Said', 'Details', 'Checks'],
    );
    assert.equal(shown.answer?.text, 'HELLO HELLO');
    assert.deepEqual(shown.answer.facts, [['Letters', '11']]);
  });
});
