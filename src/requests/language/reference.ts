import { effects, trustText, type Effect } from '../../base/trust.ts';
import { endpointKinds, kindFields, kindIds, placed } from '../../endpoints/table.ts';
import { effectOf as effectOfOption } from '../../endpoints/trust.ts';
import type { BodyStep } from '../../net/behaviours/behaviour.ts';
import { needsOfEndpoint } from '../../net/trust.ts';
import { headers, methods } from '../httpWords.ts';
import { metaTags } from '../metaWords.ts';
import { systemVariables } from '../systemWords.ts';
import { predicates } from '../predicates.ts';
import { valueKinds } from '../valueKinds.ts';
import { effectOf, type OptionSpec, type ResultSpec, type SubjectSpec, type WordSpec } from '../words/spec.ts';
import { resultsOf, subjectsOf, words } from '../words/table.ts';

/** The tables of docs/requestFiles.md, in Markdown, made from the same data as validation and completion. */
export function reference(): string {
  return [
    ...words().flatMap(wordSection),
    ...words().flatMap(behaviourSection),
    '### Values of options',
    table(
      ['kind', 'written'],
      Object.entries<{ readonly say: string }>(valueKinds).map(([name, { say }]) => [name, say]),
    ),
    '### Checks of HTTP requests',
    subjectTable(subjectsOf()),
    '### Predicates',
    table(
      ['predicate', 'also', 'value', 'it holds if the subject'],
      predicates.map((each) => [
        code(each.name),
        each.aliases.map(code).join(', '),
        each.value ? 'yes' : 'no',
        each.sentence,
      ]),
    ),
    '### Results of HTTP requests',
    resultTable(resultsOf()),
    '### Tags',
    table(
      ['tag', 'also', 'what it does', 'here'],
      metaTags.map((tag) => [
        code(tag.usage),
        (tag.aliases ?? []).map((name) => code(`@${name}`)).join(', '),
        tag.sentence,
        tag.supported ? 'yes' : 'no effect',
      ]),
    ),
    '### System variables',
    table(
      ['variable', 'what it is', 'here'],
      systemVariables.map((each) => [code(each.usage), each.sentence, each.supported ? 'yes' : 'no']),
    ),
    '### What needs a trusted workspace',
    trustText(),
    trustTable(),
    '### Methods of HTTP',
    table(
      ['method', 'what it does'],
      methods.map((each) => [code(each.name), each.sentence]),
    ),
    '### Headers',
    table(
      ['header', 'what it says'],
      headers.map((each) => [code(each.name), each.sentence]),
    ),
  ].join('\n\n');
}

/** By effect, what has it: from the rows that the runner asks. */
function trustTable(): string {
  const rows = Object.entries(effects) as [Effect, { readonly does: string }][];
  return table(
    ['what', 'where'],
    rows.map(([effect, { does }]) => [`it ${does}`, [...new Set(withEffect(effect))].join(', ')]),
  );
}

function withEffect(effect: Effect): string[] {
  return [
    ...(effect === 'file' ? ['bodies (`< path`)', "files in curl's options"] : []),
    ...(effect === 'socket' ? ["curl's `--unix-socket`"] : []),
    ...words()
      .filter((word) => word.effect === effect)
      .map(({ word }) => code(word)),
    ...words().flatMap(({ word, arguments: [{ choices = [] } = {}] = [] }) =>
      choices.flatMap((choice) => (choice.effect === effect ? code(`${word} ${choice.name}`) : [])),
    ),
    ...words().flatMap(({ options }) =>
      options.flatMap((option) => {
        const values = option.choices ?? [''];
        return values.flatMap((value) =>
          effectOf(option, value) === effect ? code(`${option.name}:${value === '' ? '' : ` ${value}`}`) : [],
        );
      }),
    ),
    ...words()
      .flatMap(({ behaviours = [] }) => behaviours)
      .flatMap(({ name, schemes, options }) => {
        const kind = endpointKinds[kindIds.find((id) => schemes.includes(id))!];
        const needs = needsOfEndpoint({
          ...{ role: 'server', ...kindFields(kind) },
          behaviour: { name, options: Object.fromEntries(options.map((option) => [option.name, option.example])) },
        });
        return needs.some((need) => need.effect === effect) ? `the behaviour ${code(name)}` : [];
      }),
    ...Object.values(endpointKinds).flatMap(({ server }) =>
      placed(server.options).flatMap(({ path, option }) => {
        // If the effect depends on the value, only one value is free of it. Paths have rows of their own above.
        if (typeof option.value.effect !== 'function' || effectOfOption(option, ['']) !== effect) return [];
        return path[0] === 'host' ? 'an address to listen on that is not a loopback one' : code(`${path.join('.')}:`);
      }),
    ),
    ...metaTags.filter((tag) => tag.supported && tag.effect === effect).map(({ name }) => code(`# @${name}`)),
    ...systemVariables.filter((each) => each.effect === effect).map(({ name }) => code(`{{${name}}}`)),
  ];
}

function behaviourSection({ word, behaviours = [] }: WordSpec): string[] {
  if (behaviours.length === 0) return [];
  const rows = behaviours.map(({ name, schemes, sentence, options, body = '' }) => [
    code(name),
    schemes.join(', '),
    sentence,
    options.map((each) => code(each.name)).join(', '),
    body,
  ]);
  return [
    `### Behaviours of ${word}`,
    table(['behaviour', 'of', 'what it does', 'options', 'body'], rows),
    ...behaviours
      .filter(({ options }) => options.length > 0)
      .flatMap(({ name, options, steps = [] }) => [
        `Options of \`${name}\`:`,
        optionTable(options),
        ...(steps.length > 0 ? [`Steps of a \`${name}\`, each on a line of its own:`, stepTable(steps)] : []),
      ]),
  ];
}

function wordSection(word: WordSpec): string[] {
  return [
    `### ${word.word}`,
    word.sentence,
    `    ${word.usage}`,
    ...(word.body === undefined ? [] : [`Body: ${word.body}`]),
    ...(word.steps === undefined ? [] : ['Steps of the body, each on a line of its own:', stepTable(word.steps)]),
    optionTable(word.options.filter((option) => option.alias === undefined)),
    `Results, as \`{{name.…}}\`:`,
    resultTable(word.results),
    'Checks:',
    subjectTable(word.subjects),
  ];
}

function optionTable(options: readonly OptionSpec[]): string {
  return table(
    ['option', 'value', 'what it does', 'without it', 'for'],
    options.map((option) => [
      code(`${option.name}: ${option.example}`),
      option.choices?.map(code).join(', ') ?? option.kind,
      `${option.sentence}${option.repeatable ? ' May stand more than once.' : ''}`,
      option.required ? 'required' : (option.default ?? ''),
      option.schemes?.join(', ') ?? '',
    ]),
  );
}

function stepTable(steps: readonly BodyStep[]): string {
  return table(
    ['step', 'what it does'],
    steps.map(({ usage, sentence }) => [code(usage), sentence]),
  );
}

function resultTable(results: readonly ResultSpec[]): string {
  return table(
    ['result', 'what it is'],
    results.map((each) => [code(each.name), each.sentence]),
  );
}

function subjectTable(subjects: readonly SubjectSpec[]): string {
  return table(
    ['subject', 'what it is', 'example'],
    subjects
      .filter((each) => each.alias === undefined)
      .map((each) => [code(each.name), each.sentence, code(each.example)]),
  );
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
