import { nearest } from '../base/nearest.ts';
import { systemVariables } from './systemWords.ts';
import { splitSystem, systemSources, systemSpec, systemValue } from './systemVariables.ts';

/** Why what is between two braces can never have a value here, whatever is defined; the editor says it before anything is sent. */
interface ExpressionProblem {
  readonly code: 'unknown-variable' | 'not-supported' | 'bad-arguments';
  readonly message: string;
  /** The right text in its place, without the braces. */
  readonly replacement?: string;
}

/** `.NAME`, ` NAME`, ` %NAME`: what follows `$processEnv` and its like. */
export const ENVIRONMENT_NAME = /^(?:\.|\s+)(%)?\s*([\w.-]+)$/;
const named: ReadonlySet<string> = new Set(['$processEnv', '$env', '$dotenv', '$shared']);
/** Clock and chance of no consequence: whether arguments are right does not depend on them. */
const anySources = systemSources({ now: () => 0, random: () => 0, zone: () => 0 });

export function expressionProblem(expression: string): ExpressionProblem | undefined {
  const plain = expression.replace(/^%\s*/, '');
  if (plain.startsWith('$')) return systemProblem(plain);
  return isScript(plain) ? scriptProblem(plain) : undefined;
}

function systemProblem(expression: string): ExpressionProblem | undefined {
  if (/^\$xpath:[\w-]+\s+\S/.test(expression)) return undefined;
  const { name, argument } = splitSystem(expression);
  const spec = systemSpec(name);
  if (spec === undefined) return unknownSystem(expression, name);
  if (!spec.supported)
    return {
      code: 'not-supported',
      message: `${name} is not available in Wirebench. ${spec.sentence} Nothing is sent.`,
    };
  if (named.has(name) && !ENVIRONMENT_NAME.test(argument))
    return { code: 'bad-arguments', message: `${name} needs a name: write ${spec.usage}.` };
  if (name === '$xpath')
    return { code: 'bad-arguments', message: `$xpath needs a request and a path: write ${spec.usage}.` };
  if (systemValue(name, argument, anySources) !== undefined) return undefined;
  return { code: 'bad-arguments', message: `${expression} does not take these arguments: write ${spec.usage}.` };
}

function unknownSystem(expression: string, name: string): ExpressionProblem {
  const near = nearest(
    name,
    systemVariables.filter(({ supported }) => supported).map((each) => each.name),
  );
  return {
    code: 'unknown-variable',
    message: `There is no system variable ${name}.${near ? ` Did you mean ${near}?` : ''}`,
    ...(near && { replacement: near + expression.slice(name.length) }),
  };
}

/** httpYac runs everything but a name as JavaScript. A path into a result may have anything in it. */
function isScript(expression: string): boolean {
  if (/^[\w-]+\.(?:response|request)(?:\.|$)/.test(expression)) return false;
  const bare = expression.replaceAll(/\[[^\]]*\]/g, '');
  return bare.trim() === '' || /[\s()"'`;]|=>|^[@+!]|[\w)][+*<>=!?|&]/.test(bare);
}

function scriptProblem(expression: string): ExpressionProblem {
  const text = expression.length > 60 ? `${expression.slice(0, 57)}...` : expression;
  return {
    code: 'not-supported',
    message: `"${text}" is JavaScript and not the name of a variable; scripts are not run here. Nothing is sent. Write braces as text like this: \\{\\{ and \\}\\}.`,
  };
}
