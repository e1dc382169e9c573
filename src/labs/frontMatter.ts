import { nearest } from '../base/nearest.ts';
import type { Problem } from '../requests/model.ts';

/** The lines between `---` at the beginning of a lab: a small part of YAML, `key: value` and lists of plain text. */
export interface FrontMatter {
  /** Without one of its own, the first heading of the lab. */
  readonly title?: string;
  readonly teaches: readonly string[];
  /** As written: `45 min`. */
  readonly time?: string;
  /** The programming language of the starter: `python`. */
  readonly language?: string;
}

type Key = keyof FrontMatter;

/** The keys, and a value as an example. */
const frontKeys: Readonly<Record<Key, string>> = {
  title: 'A first TCP server',
  teaches: '[bind, listen, accept]',
  time: '45 min',
  language: 'python',
};

interface Entry {
  readonly key: Key;
  readonly values: string[];
}

/** Never throws; what cannot be read is a problem with its place. `from`: where the text begins in the file. */
export function readFrontMatter(text: string, from: number): { front: FrontMatter; problems: Problem[] } {
  const entries = new Map<string, Entry>();
  const problems: Problem[] = [];
  let open: Entry | undefined;
  for (const line of linesOf(text, from)) {
    const report = (message: string, length = line.text.length): void => {
      const { start } = line;
      problems.push({ start, end: start + length, code: 'lab-front-matter', severity: 'warning', message });
    };
    const content = line.text.trim();
    if (content === '' || content.startsWith('#')) continue;
    const item = /^\s*-(?:\s+(.*))?$/.exec(line.text);
    if (item !== null) {
      if (open === undefined) report('This item belongs to no key. Write it below teaches: alone.');
      else open.values.push(plain(item[1] ?? ''));
      continue;
    }
    open = undefined;
    const field = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$/.exec(line.text);
    if (field === null) {
      report(`This line is not a key and its value. Write it as in title: ${frontKeys.title}.`);
      continue;
    }
    const [, name = '', value = ''] = field;
    if (!Object.hasOwn(frontKeys, name)) {
      const near = nearest(name.toLowerCase(), Object.keys(frontKeys));
      const hint = near === undefined ? `The keys are ${Object.keys(frontKeys).join(', ')}.` : `Did you mean ${near}?`;
      report(`The front matter of a lab has no key ${name}. ${hint}`, name.length);
      continue;
    }
    if (entries.has(name)) report(`${name} is there twice; the last one counts.`, name.length);
    const entry = { key: name as Key, values: valuesOf(value, name === 'teaches') };
    entries.set(name, entry);
    if (name === 'teaches' && value.trim() === '') open = entry;
  }
  const one = (key: Key): string | undefined => entries.get(key)?.values[0] || undefined;
  const [title, time, language] = [one('title'), one('time'), one('language')];
  const front: FrontMatter = {
    ...(title !== undefined && { title }),
    teaches: (entries.get('teaches')?.values ?? []).filter((value) => value !== ''),
    ...(time !== undefined && { time }),
    ...(language !== undefined && { language }),
  };
  return { front, problems };
}

function valuesOf(value: string, many: boolean): string[] {
  const flow = many ? /^\[(.*)\]\s*$/.exec(value) : null;
  if (flow !== null) return flow[1]!.split(',').map(plain);
  return value.trim() === '' ? [] : [plain(value)];
}

/** Without quotes around it, or a comment after it. */
function plain(value: string): string {
  const quoted = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*(?:#.*)?$/.exec(value);
  if (quoted !== null) return quoted[1]?.replace(/\\(["\\])/g, '$1') ?? quoted[2]!.replaceAll("''", "'");
  return value.replace(/(?:^|\s)#.*$/, '').trim();
}

function* linesOf(text: string, from: number): Generator<{ readonly text: string; readonly start: number }> {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) yield { text: line, start: from + index };
}
