import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { encodePayload, type LineEnding } from '../../../src/protocol/text/payload.ts';
import { encodeForm, isForm } from '../../../src/requests/formBody.ts';
import type { BodyPart, HttpItem, Item, RequestFile, Template } from '../../../src/requests/model.ts';
import type { ConversationItem } from '../../../src/requests/words/conversation/model.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { template } from '../../../src/requests/parse/template.ts';
import { createScope, type NamedResult, type Scope } from '../../../src/requests/variables.ts';

interface ExpectedRequest {
  readonly kind: Item['kind'];
  readonly bytes?: string;
  readonly steps?: readonly unknown[];
  readonly clock?: number;
  readonly chance?: number;
  readonly answers?: Readonly<Record<string, string>>;
}

interface Expected {
  readonly requests: readonly ExpectedRequest[];
  readonly problems?: readonly string[];
}

const corpus = path.resolve(import.meta.dirname, '../../fixtures/requests');
const host = '127.0.0.1:8080';

/** What a plain client would write: the request line, the file's headers, the body. Sockets are the runner's tests' business. */
async function wire(
  item: HttpItem,
  scope: Scope,
  folder: string,
): Promise<{ bytes: string; body: string; headers: [string, string][] }> {
  const line = (each: Template): Promise<string> => filled(scope, each, true);
  const headers: [string, string][] = [];
  for (const header of item.headers) headers.push([header.name.value, await line(header.value)]);
  // What curl adds stands before, but for the type of a body.
  const own = Object.entries(item.curl?.own ?? {}).reverse();
  for (const [name, value] of own) {
    const header: [string, string] = [name.replaceAll(/\b[a-z]/g, (unit) => unit.toUpperCase()), await line(value!)];
    if (name === 'content-type') headers.push(header);
    else headers.unshift(header);
  }
  const target = await line(item.target);
  const url = /^https?:\/\/([^/?#]*)(.*)$/s.exec(target);
  const shown = url ? url[2]!.replace(/^(?!\/)/, '/') : target;
  if (url && !headers.some(([name]) => name.toLowerCase() === 'host')) headers.unshift(['Host', url[1]!]);
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const texts: string[] = [];
  for (const part of item.body) texts.push(await partText(part, scope, folder, isForm(type) && !item.curl));
  let body = texts.join('');
  let method = item.method?.value ?? 'GET';
  if (item.graphql) {
    const { variablesFrom, operationName } = item.graphql;
    const query = texts.slice(0, variablesFrom).join('');
    const variables = texts.slice(variablesFrom).join('');
    body = JSON.stringify({ query, operationName, variables: variables === '' ? undefined : 0 });
    body = body.replace(/0\}$/, () => `${variables}}`);
    if (method === 'GRAPHQL') method = 'POST';
    const asked = headers.findIndex(([name]) => name.toLowerCase() === 'x-request-type');
    if (asked !== -1) headers.splice(asked, 1);
    if (type === '') headers.push(['Content-Type', 'application/json']);
  }
  const start = `${method} ${shown} ${item.version?.value ?? 'HTTP/1.1'}`;
  return {
    bytes: `${[start, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${body}`,
    body,
    headers,
  };
}

async function partText(part: BodyPart, scope: Scope, folder: string, form: boolean): Promise<string> {
  if (part.kind === 'text') {
    const text = await filled(scope, part.template);
    return form ? encodeForm(text) : text;
  }
  const content = readFileSync(path.join(folder, await filled(scope, part.path)), 'utf8');
  return part.substitute ? filled(scope, template(content, 0, content.length)) : content;
}

async function filled(scope: Scope, text: Template, oneLine = false): Promise<string> {
  const { text: out, problems } = await scope.expand(text, { oneLine });
  assert.deepEqual(problems, []);
  return out;
}

async function stepsOf(item: ConversationItem, scope: Scope): Promise<unknown[]> {
  const option = (name: string): string | undefined =>
    item.options.find((each) => each.name.value === name)?.value.text;
  const steps: unknown[] = [];
  for (const step of item.steps) {
    if (step.kind === 'wait') {
      steps.push({ wait: true });
      continue;
    }
    const [part] = step.parts;
    assert.equal(part?.kind, 'text');
    const { text } = await scope.expand(part.template, { inserted: (value) => value.replaceAll('\\', '\\\\') });
    const format = option('format');
    const kind = format === 'hex' || format === 'base64' ? format : 'escapes';
    const lineEnding = (option('lineEnding') ?? 'none') as LineEnding;
    const bytes = encodePayload(
      kind === 'escapes' ? { kind, text, encoding: option('encoding') ?? 'utf-8', lineEnding } : { kind, text },
      { counter: 1, now: () => 0, uuid: () => '', randomInt: () => 0 },
    );
    steps.push({ message: Buffer.from(bytes).toString('latin1') });
  }
  return steps;
}

function scopeFor(
  file: RequestFile,
  index: number,
  expected: ExpectedRequest,
  results: ReadonlyMap<string, NamedResult>,
): Scope {
  const { clock, chance, answers } = expected;
  return createScope({
    file,
    region: file.regions[index]!,
    environment: { host },
    results: (name) => results.get(name),
    ...(clock !== undefined && { now: () => clock }),
    ...(chance !== undefined && { random: () => chance }),
    ...(answers && { prompt: ({ name }) => Promise.resolve(answers[name] ?? null) }),
  });
}

for (const dialect of ['restclient', 'httpyac', 'jetbrains', 'wirebench']) {
  const folder = path.join(corpus, dialect);
  const names = readdirSync(folder).filter((name) => name.endsWith('.http'));

  describe(`request files of ${dialect}`, () => {
    it('are at least a dozen', () => assert.ok(names.length >= 12));

    for (const name of names) {
      it(`${name} means what is expected`, async () => {
        const file = parseRequestFile(readFileSync(path.join(folder, name), 'utf8'));
        const expected = JSON.parse(
          readFileSync(path.join(folder, name.replace(/http$/, 'expected.json')), 'utf8'),
        ) as Expected;
        assert.deepEqual(
          file.problems.map(({ code }) => code),
          expected.problems ?? [],
        );
        const regions = file.regions.filter((region) => region.item);
        assert.deepEqual(
          regions.map(({ item }) => item!.kind),
          expected.requests.map(({ kind }) => kind),
        );
        const results = new Map<string, NamedResult>();
        for (const [i, region] of regions.entries()) {
          const want = expected.requests[i]!;
          const scope = scopeFor(file, region.index, want, results);
          const item = region.item!;
          if (item.kind === 'http') {
            const { bytes, body, headers } = await wire(item, scope, folder);
            assert.equal(bytes.replaceAll(host, '{{host}}'), want.bytes);
            // What httpbin's /post answers.
            const answer = (): string => JSON.stringify({ json: JSON.parse(body) as unknown });
            if (region.name)
              results.set(region.name.value, {
                request: { headers, body: () => body },
                response: { status: 200, headers: [], body: answer },
              });
          } else if ('steps' in item && 'address' in item) assert.deepEqual(await stepsOf(item, scope), want.steps);
        }
      });
    }
  });
}
