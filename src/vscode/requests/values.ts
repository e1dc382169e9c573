import type * as vscode from 'vscode';
import { regionAt } from '../../requests/language/place.ts';
import type { Bodies } from '../../requests/run/bodyText.ts';
import { namedResultOf } from '../../requests/run/namedResults.ts';
import { createScope, VariableError, type NamedResult } from '../../requests/variables.ts';
import type { Shell } from '../shell.ts';
import { environmentOf } from './environments.ts';
import { parsed } from './parsed.ts';
import type { RequestRuns } from './runs.ts';

/** The runs of this window, with the results that expressions refer to. */
export interface RunsAndShell {
  readonly shell: Shell;
  readonly runs: RequestRuns;
}

/** The values that expressions have now at a place of a document; those that have none are left out. Nobody is asked. */
export async function valuesOf(
  shown: RunsAndShell,
  document: vscode.TextDocument,
  offset: number,
  expressions: Iterable<string>,
): Promise<Map<string, string>> {
  const wanted = [...expressions];
  if (wanted.length === 0) return new Map();
  const file = parsed(document);
  const region = regionAt(file, offset);
  const { variables } = await environmentOf(shown.shell, document.uri);
  const scope = createScope({
    file,
    environment: variables,
    ...(region && { region }),
    results: (name) => resultOf(shown, document, name),
    // A hover or a lens holds the thread that other extensions run in.
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

/** What a request of the file with this name left behind when it was sent last. */
function resultOf({ runs, shell }: RunsAndShell, document: vscode.TextDocument, name: string): NamedResult | undefined {
  const region = parsed(document).regions.find((one) => one.name?.value === name);
  const result = region && runs.outcomes(document.uri).of(region.index)?.outcome.result;
  const read: Bodies['read'] = (body, part) => shell.engine.request('http.body', { body, ...part });
  return result && namedResultOf(result, { read });
}
