import { jsonpath } from 'json-p3';

/**
 * What a path finds in a value: a plain path (`foo.bar[0]`, `foo['a b']`, `items.length`) or a JSONPath (RFC 9535: `$.foo[?@.a > 1]`,
 * `$..name`). Of several finds the first counts, as in REST Client. Nothing is evaluated as a program.
 */
export type Found =
  { readonly found: true; readonly value: unknown } | { readonly found: false; readonly problem?: string };

const STEP = /\.?(?:([^.[\]()*?\s'"]+)|\[(?:(-?\d+)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\])/y;

export function find(value: unknown, path: string): Found {
  const text = path.trim();
  if (text === '' || text === '$') return { found: true, value };
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
    if (typeof at !== 'object' || at === null) return { found: false };
    if (Array.isArray(at)) {
      const index = typeof step === 'number' ? step : /^\d+$/.test(step) ? Number(step) : undefined;
      if (step === 'length') at = at.length;
      else if (index === undefined || index >= at.length || index < -at.length) return { found: false };
      else at = at.at(index) as unknown;
    } else if (Object.hasOwn(at, step)) at = (at as Record<string, unknown>)[step];
    else return { found: false };
  }
  return { found: true, value: at };
}

function query(value: unknown, path: string): Found {
  try {
    const [first] = jsonpath.query(path, value as never).values();
    return first === undefined ? { found: false } : { found: true, value: first };
  } catch (error) {
    return {
      found: false,
      problem: `"${path}" is no JSONPath: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
