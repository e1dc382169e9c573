import type { Range } from '../model.ts';
import { template } from '../parse/template.ts';
import { FileError } from './requestError.ts';
import type { Turn } from './turn.ts';

/** A text of a curl command or a tag with its placeholders filled in. A problem of one is placed on the whole. */
export async function filledIn(text: string, whole: Range, turn: Turn): Promise<string> {
  try {
    return await turn.fill(template(text, 0, text.length), { oneLine: true });
  } catch (error) {
    throw error instanceof FileError ? new FileError({ ...error.toData(), facts: {} }, whole) : error;
  }
}
