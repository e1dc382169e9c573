import type { Placeholder, Region, RequestFile } from '../model.ts';
import { fill } from './fill.ts';
import { FileError } from './requestError.ts';
import { atPath } from './jsonPath.ts';
import type { RunSession } from './runSession.ts';
import type { Variables } from './requests.ts';

/** PROVISIONAL */
export class Scope {
  readonly #file: RequestFile;
  readonly #variables: Variables;
  readonly #session: RunSession;
  constructor(file: RequestFile, variables: Variables, session: RunSession) {
    this.#file = file;
    this.#variables = variables;
    this.#session = session;
  }

  async value(placeholder: Placeholder, region: Region): Promise<string> {
    const { expression } = placeholder;
    const all = this.#file.regions.flatMap((one) => one.variables);
    const definition = all.findLast((one) => one.name.value === expression);
    if (definition) return fill(definition.value, (inner) => this.value(inner, region));
    if (Object.hasOwn(this.#variables, expression)) return String(this.#variables[expression]);
    const dot = expression.indexOf('.');
    const known = this.#session.results.get(dot < 0 ? expression : expression.slice(0, dot));
    if (known?.result !== undefined && dot > 0) {
      const found = atPath(known.result, expression.slice(dot + 1));
      if (found !== undefined) return typeof found === 'string' ? found : JSON.stringify(found);
    }
    throw new FileError(
      { code: 'unknown-variable', message: `There is no variable or result "${expression}".` },
      placeholder,
    );
  }
}
