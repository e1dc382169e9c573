import { visible } from '../protocol/text/visible.ts';

/**
 * Makes text from the network, a file or a setting safe for one of the editor's surfaces. Each surface has its own
 * syntax: labels read `$(icon)`, messages and prompts read `[text](command:...)`. This syntax is disarmed here, after
 * control, bidirectional and invisible characters have become visible escapes.
 */

/**
 * For tree labels, descriptions and tooltips given as strings: they have no syntax, so visible characters are enough.
 */
export function plainText(text: string): string {
  return visible(text);
}

/** For quick picks and the status bar, where `$(name)` is an icon. */
export function labelText(text: string): string {
  return visible(text).replaceAll('$(', '\\$(');
}

/** For notifications, prompts and validation messages, where `[text](link)` is a link that may run a command. */
export function messageText(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

/** At most `length` UTF-16 units, with an ellipsis at the end if text was cut; never half a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const unit = text.charCodeAt(end - 1);
  const cut = unit >= 0xd800 && unit <= 0xdbff ? end - 1 : end;
  return `${text.slice(0, cut)}…`;
}
