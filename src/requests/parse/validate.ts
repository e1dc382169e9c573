import type { ParsedRegion } from './region.ts';

export function validateRegion(parsed: ParsedRegion): ParsedRegion {
  return parsed;
}
