import type { Effect } from '../base/trust.ts';

/** Variables that are there by themselves (`{{$guid}}`), of the three clients. */

interface SystemVariableSpec {
  /** With its dollar sign. */
  readonly name: string;
  readonly usage: string;
  readonly sentence: string;
  readonly supported: boolean;
  /** Names of variables may follow. */
  readonly takesVariables?: true;
  /** Its effect that needs a trusted workspace. */
  readonly effect?: Effect;
}

type More = Partial<Pick<SystemVariableSpec, 'name' | 'effect' | 'supported' | 'takesVariables'>>;

const variable = (usage: string, sentence: string, more: More = {}): SystemVariableSpec => ({
  ...{ name: /\$[\w.]+/.exec(usage)![0], usage, sentence, supported: true },
  ...more,
});
const noValue = (usage: string, sentence: string, name?: string) =>
  variable(usage, sentence, { supported: false, ...(name !== undefined && { name }) });

const ofVariables = { takesVariables: true } as const;
const operand = 'also of "a text", and of another function ($length $upper word)';
const offset = 'an offset may follow (-1 d; y Q M w d h m s ms)';

export const systemVariables: readonly SystemVariableSpec[] = [
  variable('{{$guid}}', 'A random UUID (version 4).'),
  variable('{{$uuid}}', 'A random UUID (version 4).'),
  variable('{{$random.uuid}}', 'A random UUID (version 4).'),
  variable(
    '{{$randomInt 1 100}}',
    'A random whole number, the first or more and less than the second; 0 to 1000 without them.',
  ),
  variable(
    '{{$random.integer(1, 100)}}',
    'A random whole number, the first or more and less than the second; 0 to 1000 without them.',
  ),
  variable(
    '{{$random.float(0, 1)}}',
    'A random number, the first or more and less than the second; 0 to 1000 without them.',
  ),
  variable('{{$random.alphabetic(8)}}', 'The given number of random letters.'),
  variable('{{$random.alphanumeric(8)}}', 'The given number of random letters, digits and underscores.'),
  variable('{{$random.hexadecimal(8)}}', 'The given number of random hexadecimal digits.'),
  variable('{{$random.email}}', 'A random mail address under example.com.'),
  variable('{{$pick + - *}}', 'One of the given texts by chance; a text with spaces stands in quotes.'),
  variable('{{$pick file words.txt}}', 'A line of a file by chance; empty lines do not count.', {
    name: '$pick file',
    effect: 'file',
  }),
  variable(
    '{{$calculate a + b * 2}}',
    'The result of a calculation as Python prints it: numbers, variables that are numbers or operators, + - * / // % ** and parentheses.',
    ofVariables,
  ),
  variable(
    '{{$length word}}',
    `The number of characters of a variable, as Python counts them; ${operand}.`,
    ofVariables,
  ),
  variable('{{$first word}}', `The first character; ${operand}.`, ofVariables),
  variable('{{$last word}}', `The last character; ${operand}.`, ofVariables),
  variable('{{$upper word}}', `The text in capital letters; ${operand}.`, ofVariables),
  variable('{{$lower word}}', `The text in small letters; ${operand}.`, ofVariables),
  variable('{{$reverse word}}', `The characters from the last to the first; ${operand}.`, ofVariables),
  variable(
    '{{$encode utf-8 word}}',
    `The bytes of a text in an encoding, as Python shows them: b'caf\\xc3\\xa9'; with $length, their number; ${operand}.`,
    ofVariables,
  ),
  variable('{{$hex word}}', `The bytes as hexadecimal digits, of a text those of UTF-8; ${operand}.`, ofVariables),
  variable('{{$timestamp -1 d}}', `Seconds since 1970; ${offset}.`),
  variable('{{$isoTimestamp}}', 'The date and time as ISO 8601 writes it, in UTC.'),
  variable(
    '{{$datetime rfc1123}}',
    `The date and time in UTC: rfc1123, iso8601, or a format in quotes ("YYYY-MM-DD"); ${offset}.`,
  ),
  variable(
    '{{$localDatetime iso8601}}',
    `The local date and time: rfc1123, iso8601, or a format in quotes; ${offset}.`,
  ),
  variable(
    '{{$processEnv HOME}}',
    'A variable of the environment; with %, the variable whose name the environment of the file holds.',
    { effect: 'environment' },
  ),
  variable(
    '{{$dotenv TOKEN}}',
    'A variable of the .env file beside the request file; with %, the one whose name the environment of the file holds.',
    { effect: 'file' },
  ),
  variable('{{$env.HOME}}', 'A variable of the environment.', { name: '$env', effect: 'environment' }),
  variable('{{$shared host}}', 'A variable that all environments share.'),
  variable('{{$input Name $value: joe}}', 'Asks for a value; the one after $value: is offered.'),
  variable('{{$prompt Name}}', 'Asks for a value.'),
  variable('{{$password Password}}', 'Asks for a value that is not shown.'),
  variable(
    '{{$xpath:login //token}}',
    'The text that an XPath finds in the body of a named response, as {{login.response.body.//token}}.',
  ),
  noValue('{{$aadToken}}', 'A token of Azure Active Directory.'),
  noValue('{{$aadV2Token}}', 'A token of Azure Active Directory.'),
  noValue('{{$oidcAccessToken}}', 'A token of an OpenID provider.'),
  noValue('{{$pick Name $value: a,b}}', 'Asks to choose a value; {{$pick a b}} draws one.', '$pick … $value:'),
  noValue('{{$auth.idToken("id")}}', 'A token of an OpenID provider.'),
  noValue('{{$projectRoot}}', 'The folder of the project; paths here begin at the folder of the request file.'),
  noValue('{{$historyFolder}}', 'The folder of earlier responses.'),
  noValue('{{$index}}', 'How often a request with @loop was sent.'),
  noValue('{{$exampleServer}}', 'A server to try requests on; SERVE http://127.0.0.1:0 starts one.'),
  noValue('{{$placeholder}}', 'A place that is still to be filled in.'),
  noValue('{{$auth.token("id")}}', 'A token of an OAuth 2 server.'),
];
