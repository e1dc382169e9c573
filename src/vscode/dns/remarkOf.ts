import { errorData } from '../../base/errors.ts';
import type { Remark } from '../prompts.ts';
import { messageText } from '../uiText.ts';

/** The error in typed text, as a remark beside it. */
export function remarkOf(read: () => unknown): Remark | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return { severity: 'error', message: messageText(errorData(error).message) };
  }
}
