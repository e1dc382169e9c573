import type { BehaviourOption } from '../../../net/behaviours/behaviour.ts';
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
    ...(option.required && { required: true }),
  };
}

function exampleOf(option: BehaviourOption): string {
  if (option.default !== undefined && option.default !== '') return escaped(String(option.default));
  return { string: 'text', file: `./${option.name}.txt`, folder: './www', number: '1', boolean: 'true' }[option.type];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** What a body means to the behaviours that take one, in place of this option. */
export const bodyOption: Readonly<Record<string, string>> = { fixed: 'reply', rules: 'rules', mock: 'routes' };

const webSchemes = ['http', 'https'] as const;

const webBehaviours: readonly BehaviourSpec[] = httpBehaviours.map(({ name, sentence, options }) => ({
  name,
  sentence,
  schemes: webSchemes,
  // A request file need not say its own folder.
  options: options
    .map(behaviourOption)
    .map((option) =>
      option.name === 'root' ? { ...option, required: false, default: 'the folder of the request file' } : option,
    ),
  ...(Object.hasOwn(bodyOption, name) && { body: 'The routes and their answers, with placeholders of their own.' }),
}));

/** Every behaviour that SERVE knows. */
export const serveBehaviours: readonly BehaviourSpec[] = [
  ...behaviours.map((behaviour) => ({
    name: behaviour.name,
    sentence: behaviour.sentence,
    schemes: behaviour.transports,
    options: behaviour.options.map(behaviourOption),
    ...(Object.hasOwn(bodyOption, behaviour.name) && {
      body: `What the option \`${bodyOption[behaviour.name]!}\` would say${behaviour.name === 'fixed' ? ', escapes and all' : ''}.`,
    }),
  })),
  ...webBehaviours,
];

export function behaviourSpec(name: string): BehaviourSpec | undefined {
  return serveBehaviours.find((behaviour) => behaviour.name === name);
}
