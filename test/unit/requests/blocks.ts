import type { BodyPart, HttpItem, Problem, Region } from '../../../src/requests/model.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';

/** What a block of a request file comes to, as the files of test/fixtures/requests/blocks have it: see its README. */
export function outcomeOf(text: string): string {
  const { regions, problems } = parseRequestFile(text);
  return regions
    .flatMap((region) => [...requestLines(region, problems), ...problemLines(text, region, problems)])
    .join('\n');
}

function ofRegion(region: Region, problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ start }) => start >= region.start && start < Math.max(region.end, region.start + 1));
}

function requestLines(region: Region, problems: readonly Problem[]): string[] {
  const { item } = region;
  if (item === undefined) return [];
  const sent = !ofRegion(region, problems).some(({ severity }) => severity === 'error');
  const mark = sent ? '->' : 'x ';
  if (item.kind !== 'http') return [`${mark} ${item.kind}`];
  const line = [item.method?.value ?? 'GET', item.target.text, item.version?.value].filter(
    (part) => part !== undefined,
  );
  return [
    `${mark} ${line.join(' ')}`,
    ...item.headers.map(({ name, value }) => `   ${name.value}: ${value.text}`),
    ...bodyLines(item),
    ...region.checks.map(({ subject, path, predicate, value }) =>
      ['  ', 'check', subject.value, path?.text, predicate.value, value?.text]
        .filter((part) => part !== undefined && part !== '')
        .join(' '),
    ),
  ];
}

function bodyLines(item: HttpItem): string[] {
  return item.body.map((part) => `   body ${shown(part)}`);
}

function shown(part: BodyPart): string {
  return part.kind === 'text' ? JSON.stringify(part.template.text) : `of the file ${part.path.text}`;
}

const signs = { error: '!!', warning: '!', information: '(!)' } as const;

function problemLines(text: string, region: Region, problems: readonly Problem[]): string[] {
  return ofRegion(region, problems).map(
    ({ severity, code, start, end }) =>
      `${signs[severity]} ${code} ${JSON.stringify(text.slice(start, end).split('\n')[0])}`,
  );
}

export interface Block {
  readonly title: string;
  readonly text: string;
  readonly outcome: string;
}

/** `%% title`, the block, `%%->`, what it comes to. */
export function blocksOf(file: string): Block[] {
  return file
    .split(/^%% /m)
    .slice(1)
    .map((part) => {
      const [head = '', outcome = ''] = part.split(/^%%->\n/m);
      const title = head.slice(0, head.indexOf('\n'));
      const text = head.slice(title.length + 1);
      return { title, text, outcome: outcome.trimEnd() };
    });
}
