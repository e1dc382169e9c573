import { JsonNumber } from '../protocol/json.ts';
import { sameNumber } from './jsonValues.ts';
import { Parted } from './parted.ts';

/**
 * Finds values by a path: a plain path (`foo.bar[0]`, `foo['a b']`, `items.length`) or a JSONPath (RFC 9535: `$.foo[?@.a > 1]`,
 * `$..name`), which may find several. Nothing is evaluated as a program.
 */
type Found =
  /** In the order of the document; at least one. */
  { readonly found: true; readonly values: readonly unknown[] } | { readonly found: false; readonly problem?: string };

/** The value that a check compares: the one that was found, or the list of several. */
export function comparedFind(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}

const STEP = /\.?(?:([^.[\]()*?\s'"]+)|\[(?:(-?\d+)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\])/y;

export async function find(value: unknown, path: string): Promise<Found> {
  const text = path.trim();
  if (text === '' || text === '$') return { found: true, values: [value] };
  const steps = plainSteps(text.startsWith('$') ? text.slice(1) : text);
  if (steps !== undefined) return walk(value, steps);
  return query(value, text.startsWith('$') ? text : `$.${text}`);
}

/** The steps of a plain path; undefined: it is more than that. */
function plainSteps(path: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (let at = 0; at < path.length;) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null || (at > 0 && match[1] !== undefined && path[at] !== '.')) return undefined;
    const [, name, index, double, single] = match;
    const quoted = double ?? single;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(quoted!.replaceAll(/\\(.)/g, '$1'));
    at = STEP.lastIndex;
  }
  return steps;
}

function walk(value: unknown, steps: readonly (string | number)[]): Found {
  let at = value;
  for (const step of steps) {
    if (at instanceof Parted) at = at.parts;
    if (typeof at !== 'object' || at === null || at instanceof JsonNumber) return { found: false };
    if (Array.isArray(at)) {
      const index = typeof step === 'number' ? step : /^\d+$/.test(step) ? Number(step) : undefined;
      if (step === 'length') at = at.length;
      else if (index === undefined || index >= at.length || index < -at.length) return { found: false };
      else at = at.at(index) as unknown;
    } else if (Object.hasOwn(at, step)) at = (at as Record<string, unknown>)[step];
    else return { found: false };
  }
  return { found: true, values: [at] };
}

async function query(value: unknown, path: string): Promise<Found> {
  if (longNumber(path)) {
    const problem = `"${path}" compares with a number of more digits than a filter keeps: find the list, and compare it by ==, includes or matches.`;
    return { found: false, problem };
  }
  const { jsonpath } = await import('json-p3');
  try {
    const nodes = jsonpath.query(path, plainNumbers(value) as never).nodes;
    if (nodes.length === 0) return { found: false };
    return { found: true, values: nodes.map(({ location }) => at(value, location)) };
  } catch (error) {
    return {
      found: false,
      problem: `"${path}" is not a JSONPath: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The library compares numbers of JavaScript: what it finds is taken from the value itself, with all digits. */
function plainNumbers(value: unknown): unknown {
  if (value instanceof JsonNumber) return value.value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainNumbers(member)]));
}

function at(value: unknown, location: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of location) found = (found as Record<string | number, unknown>)[step];
  return found;
}

/** Whether a number in a filter is not the one that JavaScript makes of it. Texts in quotation marks are none. */
function longNumber(path: string): boolean {
  const bare = path.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  return [...bare.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)].some(
    ([written]) => !sameNumber(new JsonNumber(written), Number(written)),
  );
}
