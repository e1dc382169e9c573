import type { Region } from '../model.ts';

/** Its `@name`, else its title, else its request line: on one line, cut at 100 characters. */
export function labelOf(region: Region, text: string): string {
  const line = region.item === undefined ? '' : firstLine(text, region.item.start);
  const label = [region.name?.value, region.title?.value.trim(), line, `request ${region.index + 1}`].find(
    (candidate) => candidate !== undefined && candidate !== '',
  )!;
  return label.length > 100 ? `${label.slice(0, 99)}…` : label;
}

function firstLine(text: string, from: number): string {
  return /^[^\r\n]*/.exec(text.slice(from, from + 200))![0].trim();
}
