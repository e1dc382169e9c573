import type * as vscode from 'vscode';
import { regionAt } from '../../requests/language/place.ts';
import type { Bodies } from '../../requests/run/bodyText.ts';
import { partOf } from '../../requests/source.ts';
import { namedResultOf } from '../../requests/words/table.ts';
import { createScope, VariableError } from '../../requests/variables.ts';
import type { EnvironmentOf } from './environments.ts';
import { homeOf, parsed, sourceOf } from './parsed.ts';
import type { RequestRuns } from './runs.ts';

/** The sources of the values of expressions. */
export interface ValueSources {
  readonly runs: Pick<RequestRuns, 'outcomes'>;
  readonly environment: EnvironmentOf;
  readonly bodies: Bodies;
}

/** The current values of expressions at a place of a document, without those that have none. The user is not asked. */
export async function valuesOf(
  { runs, environment, bodies }: ValueSources,
  document: vscode.TextDocument,
  offset: number,
  expressions: Iterable<string>,
): Promise<Map<string, string>> {
  const wanted = [...expressions];
  if (wanted.length === 0) return new Map();
  const file = parsed(document);
  const source = sourceOf(document);
  const region = regionAt(file, offset);
  const { variables } = await environment(homeOf(document));
  const scope = createScope({
    file,
    environment: variables,
    ...(region && { region }),
    // The result of the last send of the request with this name.
    results: (name) => {
      const named = file.seen.find((one) => one.name?.value === name);
      if (named === undefined) return undefined;
      const { part, index } = partOf(source, file, named);
      const result = runs.outcomes(part.id).of(index)?.outcome.result;
      return result && namedResultOf(result, bodies);
    },
    // Hovers and lenses block the thread that other extensions run in.
    patience: 100,
  });
  const found = await Promise.all(
    wanted.map(async (expression) => {
      try {
        return [[expression, await scope.value(expression)] as const];
      } catch (error) {
        if (error instanceof VariableError) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}
