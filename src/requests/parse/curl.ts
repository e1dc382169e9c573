import type { HttpItem } from '../model.ts';
import { report, type RegionContext } from './context.ts';

export function parseCurl(context: RegionContext, at: number): HttpItem | undefined {
  report(context, context.lines[at]!, 'not-supported', 'curl commands are read soon.');
  return undefined;
}
