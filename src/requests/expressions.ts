import { nearest } from '../base/nearest.ts';
import { systemVariables } from './systemWords.ts';
import { callOf, isTextFunction, namesInCalculation } from './textFunctions.ts';
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
  if (isTextFunction(name)) return functionProblem(name, argument, spec.usage);
  if (named.has(name) && !ENVIRONMENT_NAME.test(argument))
    return { code: 'bad-arguments', message: `${name} needs a name: write ${spec.usage}.` };
  if (name === '$xpath')
    return { code: 'bad-arguments', message: `$xpath needs a request and a path: write ${spec.usage}.` };
  const missing = name === '$calculate' && argument.trim() === '';
  if (!missing && systemValue(name, argument, anySources) !== undefined) return undefined;
  return { code: 'bad-arguments', message: `${expression} does not take these arguments: write ${spec.usage}.` };
}

function functionProblem(name: string, argument: string, usage: string): ExpressionProblem | undefined {
  const call = callOf(name, argument);
  if (call === undefined)
    return { code: 'bad-arguments', message: `${name} needs a variable or a text: write ${usage}.` };
  if (call.quoted) return undefined;
  const problem = expressionProblem(call.operand);
  // Its replacement would be one of the operand alone.
  return problem && { code: problem.code, message: problem.message };
}

/**
 * The variables and parts of results that stand between two braces: `login.token` in `{{%login.token}}`, a and b in
 * `{{$calculate a + b}}`.
 */
export function namesIn(expression: string): string[] {
  const plain = expression.replace(/^%\s*/, '');
  if (!plain.startsWith('$')) return [plain];
  const request = /^\$xpath:([\w-]+)/.exec(plain)?.[1];
  if (request !== undefined) return [request];
  const { name, argument } = splitSystem(plain);
  if (name === '$calculate') return namesInCalculation(argument);
  const call = isTextFunction(name) ? callOf(name, argument) : undefined;
  return call === undefined || call.quoted ? [] : namesIn(call.operand);
}

/** The system variable whose value it is in the end: `$pick file` in `{{$upper $pick file words.txt}}`. */
export function innermost(expression: string): string {
  const plain = expression.replace(/^%\s*/, '');
  const { name, argument } = splitSystem(plain);
  const call = isTextFunction(name) ? callOf(name, argument) : undefined;
  return call === undefined || call.quoted ? name : innermost(call.operand);
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
