import { nearest } from '../../base/nearest.ts';
import { expressionProblem, namesIn } from '../expressions.ts';
import { meantHeader } from '../headerNames.ts';
import type { Fix, Problem, Range, Region, RequestFile } from '../model.ts';
import { placeholdersIn } from '../templates.ts';
import { definitionsFor, promptsOf } from '../variables.ts';
import { kindOf, ownVariables } from '../words/table.ts';
import { lineRange } from './place.ts';

/** Something that may well be a slip: it is marked while it is written, and sent all the same. */
export interface Doubt extends Problem {
  readonly fixes: readonly Fix[];
}

/** `environment`: the variables of every environment, the chosen one or not. */
export function doubts(file: RequestFile, environment: Iterable<string>): Doubt[] {
  return [...unknownVariables(file, new Set(environment)), ...doubtfulHeaders(file)];
}

/**
 * Scripts, loops and other files that are taken in give variables too. Such a file has its own problem if they are not
 * supported; its variables are left in peace.
 */
const otherSources =
  /\{%|^[ \t]*[<>]{1,2}!?[ \t]+\S+\.[cm]?js\b|^[ \t]*\{\{[@+]?[ \t]*$|^[ \t]*(?:#|\/\/)[ \t]*@(?:import|loop|forceRef|jwt|js)\b/m;

function unknownVariables(file: RequestFile, environment: ReadonlySet<string>): Doubt[] {
  if (otherSources.test(file.text)) return [];
  return file.regions.flatMap((region) => {
    let known: ReadonlySet<string> | undefined;
    return [...placeholdersIn([region.item, region.variables, region.checks])].flatMap((placeholder) => {
      if (expressionProblem(placeholder.expression) !== undefined) return [];
      for (const expression of namesIn(placeholder.expression)) {
        const name = /^[\p{L}\p{N}_-]+(?=[.[]|$)/u.exec(expression)?.[0];
        if (name === undefined) continue;
        known ??= knownIn(file, region, environment);
        if (known.has(name) || environment.has(expression)) continue;
        const { replacement, ...doubt } = unknown(file, placeholder, name, expression, known);
        const whole = placeholder.expression.replace(/^%\s*/, '') === expression;
        return [{ ...doubt, ...(whole && replacement !== undefined && { replacement }) }];
      }
      return [];
    });
  });
}

function knownIn(file: RequestFile, region: Region, environment: ReadonlySet<string>): ReadonlySet<string> {
  const requests = file.seen.flatMap(({ name }) => (name === undefined ? [] : [name.value]));
  return new Set([
    ...promptsOf(region).map(({ question }) => question.name),
    ...definitionsFor(file, region).keys(),
    ...ownVariables(region).map(({ value }) => value),
    ...requests,
    // httpYac: the response of the request with that name.
    ...requests.map((name) => `${name}Response`),
    ...environment,
  ]);
}

function unknown(
  file: RequestFile,
  { start, end }: Range,
  name: string,
  expression: string,
  names: ReadonlySet<string>,
): Doubt {
  const near = nearest(name, names);
  const isPath = expression.length > name.length;
  const hint =
    near !== undefined
      ? `Did you mean ${near}?`
      : isPath
        ? `A request is named by # @name ${name}.`
        : `Define it: @${name} = value, or in an environment.`;
  return {
    start,
    end,
    code: 'unknown-variable',
    severity: 'warning',
    message: `There is no variable ${isPath ? 'or request ' : ''}${name}. ${hint}`,
    ...(near !== undefined && { replacement: `{{${near}${expression.slice(name.length)}}}` }),
    fixes: !isPath && /^[\w-]+$/.test(name) ? [definition(file, name)] : [],
  };
}

/** A line `@name = ` behind the variables that the file begins with. */
function definition(file: RequestFile, name: string): Fix {
  const last = file.regions[0]?.variables.at(-1);
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
  const title = `Define @${name}`;
  if (last === undefined) return { title, start: 0, end: 0, text: `@${name} = ${eol}${eol}` };
  const { end } = lineRange(file.text, last.start);
  return { title, start: end, end, text: `${eol}@${name} = ` };
}

function doubtfulHeaders(file: RequestFile): Doubt[] {
  return file.regions.flatMap(({ item }) => {
    const headers = item && kindOf(item.kind).headers?.(item);
    return (headers ?? []).flatMap(({ name: { value, start, end } }): Doubt[] => {
      const meant = meantHeader(value);
      if (meant === undefined) return [];
      const message = `${value} is not a header of any standard. Did you mean ${meant}?`;
      return [{ start, end, code: 'doubtful-header', severity: 'warning', message, replacement: meant, fixes: [] }];
    });
  });
}
