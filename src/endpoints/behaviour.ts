import { visible } from '../protocol/text/visible.ts';
import { badSpec, fieldsOf, refuseUnknown } from './check.ts';
import { plainText, given, type ValueKind } from './value.ts';

/** A behaviour by its name in a table of behaviours, with its options. */
export interface BehaviourSpec {
  readonly name: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** Checks only the shape. The table of behaviours checks the names and options. */
export const behaviour: ValueKind<BehaviourSpec> = {
  name: 'behaviour',
  say: 'a behaviour by its name',
  read: (text) => given({ name: text }),
  print: ({ name }) => name,
  check(value, field) {
    const fields = fieldsOf(value, field);
    refuseUnknown(fields, ['name', 'options'], `${field}.`);
    const name = plainText.check(fields.name, `${field}.name`, { maximum: 50 });
    if (fields.options === undefined) return { name };
    const options = fieldsOf(fields.options, `${field}.options`);
    for (const [key, option] of Object.entries(options)) {
      if (!['string', 'number', 'boolean'].includes(typeof option)) {
        throw badSpec(
          `${field}.options.${visible(key.slice(0, 60))}`,
          option,
          'it must be a text, a number, true or false',
        );
      }
    }
    return { name, options: options as NonNullable<BehaviourSpec['options']> };
  },
  schema: () => ({
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: 'The name of the behaviour.' },
      options: {
        type: 'object',
        additionalProperties: { type: ['string', 'number', 'boolean'] },
        description: 'The options of the behaviour, by name.',
      },
    },
  }),
};
