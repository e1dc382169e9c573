import type { Placeholder, Template } from '../model.ts';

/** A template's text with a value in each placeholder's place. */
export async function fill(
  template: Template,
  valueOf: (placeholder: Placeholder) => Promise<string>,
  inserted: (value: string) => string = (value) => value,
): Promise<string> {
  let text = '';
  let done = 0;
  for (const placeholder of template.placeholders) {
    text += template.text.slice(done, placeholder.at) + inserted(await valueOf(placeholder));
    done = template.text.indexOf('}}', placeholder.at) + 2;
  }
  return text + template.text.slice(done);
}
