import type { Placeholder, Template } from './model.ts';

/** Every template of a part of the model, in the order of its fields. */
export function* templatesIn(value: unknown): Generator<Template> {
  if (typeof value !== 'object' || value === null) return;
  if ('placeholders' in value) {
    yield value as Template;
    return;
  }
  for (const part of Object.values(value)) yield* templatesIn(part);
}

export function* placeholdersIn(value: unknown): Generator<Placeholder> {
  for (const template of templatesIn(value)) yield* template.placeholders;
}

export function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
}
