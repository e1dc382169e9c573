import { endpointKinds, type Kinds } from '../../../endpoints/table.ts';
import type { BehaviourOption } from '../../../net/behaviours/behaviour.ts';
import { behavioursOf, type BehaviourRow } from '../../../net/behaviours/byKind.ts';
import type { BehaviourSpec, OptionSpec } from '../spec.ts';

const optionKinds = { string: 'text', file: 'path', folder: 'path', number: 'number', boolean: 'boolean' } as const;

function behaviourOption(option: BehaviourOption): OptionSpec {
  return {
    name: option.name,
    kind: option.choices ? 'choice' : optionKinds[option.type],
    sentence: option.sentence,
    example: exampleOf(option),
    ...(option.default !== undefined && { default: escaped(String(option.default)) }),
    ...(option.choices && { choices: option.choices }),
    ...(option.minimum !== undefined && { minimum: option.minimum }),
    ...(option.maximum !== undefined && { maximum: option.maximum }),
    ...(option.several && { repeatable: true }),
    // A request file need not say its own folder.
    ...(option.here ? { default: 'the folder of the request file' } : option.required && { required: true }),
  };
}

function exampleOf({ name, type, example, choices, default: standard }: BehaviourOption): string {
  if (example !== undefined) return example;
  if (choices !== undefined) return choices[0]!;
  if (standard !== undefined && standard !== '') return escaped(String(standard));
  return { string: 'text', file: `./${name}.txt`, folder: './www', number: '1', boolean: 'true' }[type];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** The meaning of the body for an option, by how it is read. */
const bodySentences = {
  text: (option: string) => `The value of the option \`${option}\`.`,
  escapes: (option: string) => `The value of the option \`${option}\`, with escapes.`,
  lines: () => 'Messages, with escapes, and lines such as `=== wait` between them.',
  raw: () => 'The routes and their answers, with placeholders of their own.',
};

/** The option that the body of a SERVE gives, of a behaviour that takes one. */
export function bodyOption({ options }: Pick<BehaviourRow, 'options'>): BehaviourOption | undefined {
  return options.find(({ body }) => body !== undefined);
}

/** The one behaviour of a scheme whose servers have no other: it need not be named. */
export function onlyBehaviour(scheme: string): BehaviourRow | undefined {
  const [only, ...others] = behavioursOf((endpointKinds as Kinds)[scheme]!);
  return others.length === 0 ? only : undefined;
}

/** The options of the behaviours that are not named, as a server of their scheme has them. */
export function unnamedOptions(): OptionSpec[] {
  return Object.keys(endpointKinds).flatMap((scheme) =>
    (onlyBehaviour(scheme)?.options ?? []).map((option) => ({ ...behaviourOption(option), schemes: [scheme] })),
  );
}

/** Every behaviour that SERVE names, with the schemes whose servers can have it. */
export function serveBehaviours(): BehaviourSpec[] {
  const schemesOf = new Map<BehaviourRow, string[]>();
  for (const [scheme, kind] of Object.entries<Kinds[string]>(endpointKinds))
    if (onlyBehaviour(scheme) === undefined)
      for (const row of behavioursOf(kind)) schemesOf.set(row, [...(schemesOf.get(row) ?? []), scheme]);
  return [...schemesOf].map(([row, schemes]) => {
    const { name, sentence, options, steps } = row;
    const ofBody = bodyOption(row);
    return {
      name,
      sentence,
      schemes,
      options: options.map(behaviourOption),
      ...(steps && { steps }),
      ...(ofBody?.body && { body: bodySentences[ofBody.body](ofBody.name) }),
    };
  });
}
