import type { BehaviourKind, BehaviourOption } from '../../../net/behaviours/behaviour.ts';
import { behaviours } from '../../../net/behaviours/table.ts';
import { httpBehaviours } from '../../../net/http/behaviours/table.ts';
import type { BehaviourSpec, OptionSpec } from '../spec.ts';

const optionKinds = { string: 'text', file: 'path', folder: 'path', number: 'number', boolean: 'boolean' } as const;

function behaviourOption(option: BehaviourOption): OptionSpec {
  return {
    name: option.name,
    kind: option.choices ? 'choice' : optionKinds[option.type],
    sentence: option.sentence,
    example: option.choices?.[0] ?? exampleOf(option),
    ...(option.default !== undefined && { default: escaped(String(option.default)) }),
    ...(option.choices && { choices: option.choices }),
    ...(option.minimum !== undefined && { minimum: option.minimum }),
    ...(option.maximum !== undefined && { maximum: option.maximum }),
    // A request file need not say its own folder.
    ...(option.here ? { default: 'the folder of the request file' } : option.required && { required: true }),
  };
}

function exampleOf(option: BehaviourOption): string {
  if (option.default !== undefined && option.default !== '') return escaped(String(option.default));
  return { string: 'text', file: `./${option.name}.txt`, folder: './www', number: '1', boolean: 'true' }[option.type];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** The meaning of the body for an option, by how it is read. */
const bodySentences = {
  text: (option: string) => `The value of the option \`${option}\`.`,
  escapes: (option: string) => `The value of the option \`${option}\`, with escapes.`,
  raw: () => 'The routes and their answers, with placeholders of their own.',
};

/** The option that the body of a SERVE gives, of a behaviour that takes one. */
export function bodyOption({ options }: { readonly options: readonly BehaviourOption[] }): BehaviourOption | undefined {
  return options.find(({ body }) => body !== undefined);
}

const webSchemes = ['http', 'https'] as const;
type Row = Pick<BehaviourKind, 'name' | 'sentence' | 'options'>;

function serveBehaviour(row: Row, schemes: BehaviourSpec['schemes']): BehaviourSpec {
  const { name, sentence, options } = row;
  const ofBody = bodyOption(row);
  return {
    name,
    sentence,
    schemes,
    options: options.map(behaviourOption),
    ...(ofBody?.body && { body: bodySentences[ofBody.body](ofBody.name) }),
  };
}

const rows: readonly (readonly [Row, BehaviourSpec['schemes']])[] = [
  ...behaviours.map((row) => [row, row.transports] as const),
  ...httpBehaviours.map((row) => [row, webSchemes] as const),
];

/** Every behaviour that SERVE knows. */
export const serveBehaviours: readonly BehaviourSpec[] = rows.map(([row, schemes]) => serveBehaviour(row, schemes));

/** The row of a behaviour in its own table. */
export function behaviourRow(name: string): Row | undefined {
  return rows.find(([row]) => row.name === name)?.[0];
}

export function behaviourSpec(name: string): BehaviourSpec | undefined {
  return serveBehaviours.find((behaviour) => behaviour.name === name);
}
