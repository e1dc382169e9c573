import type { Effect } from '../base/trust.ts';

/** Variables that are there by themselves (`{{$guid}}`), of the three clients. */

interface SystemVariableSpec {
  /** With its dollar sign. */
  readonly name: string;
  readonly usage: string;
  readonly sentence: string;
  readonly supported: boolean;
  /** What it does that needs a trusted workspace. */
  readonly effect?: Effect;
}

const offset = 'an offset may follow (-1 d; y Q M w d h m s ms)';

export const systemVariables: readonly SystemVariableSpec[] = [
  { name: '$guid', usage: '{{$guid}}', supported: true, sentence: 'A random UUID (version 4).' },
  { name: '$uuid', usage: '{{$uuid}}', supported: true, sentence: 'A random UUID (version 4).' },
  { name: '$random.uuid', usage: '{{$random.uuid}}', supported: true, sentence: 'A random UUID (version 4).' },
  {
    name: '$randomInt',
    usage: '{{$randomInt 1 100}}',
    supported: true,
    sentence: 'A random whole number, the first or more and less than the second; 0 to 1000 without them.',
  },
  {
    name: '$random.integer',
    usage: '{{$random.integer(1, 100)}}',
    supported: true,
    sentence: 'A random whole number, the first or more and less than the second; 0 to 1000 without them.',
  },
  {
    name: '$random.float',
    usage: '{{$random.float(0, 1)}}',
    supported: true,
    sentence: 'A random number, the first or more and less than the second; 0 to 1000 without them.',
  },
  {
    name: '$random.alphabetic',
    usage: '{{$random.alphabetic(8)}}',
    supported: true,
    sentence: 'So many random letters.',
  },
  {
    name: '$random.alphanumeric',
    usage: '{{$random.alphanumeric(8)}}',
    supported: true,
    sentence: 'So many random letters, digits and underscores.',
  },
  {
    name: '$random.hexadecimal',
    usage: '{{$random.hexadecimal(8)}}',
    supported: true,
    sentence: 'So many random hexadecimal digits.',
  },
  {
    name: '$random.email',
    usage: '{{$random.email}}',
    supported: true,
    sentence: 'A random mail address under example.com.',
  },
  { name: '$timestamp', usage: '{{$timestamp -1 d}}', supported: true, sentence: `Seconds since 1970; ${offset}.` },
  {
    name: '$isoTimestamp',
    usage: '{{$isoTimestamp}}',
    supported: true,
    sentence: 'The date and time as ISO 8601 writes it, in UTC.',
  },
  {
    name: '$datetime',
    usage: '{{$datetime rfc1123}}',
    supported: true,
    sentence: `The date and time in UTC: rfc1123, iso8601, or a format in quotes ("YYYY-MM-DD"); ${offset}.`,
  },
  {
    name: '$localDatetime',
    usage: '{{$localDatetime iso8601}}',
    supported: true,
    sentence: `The local date and time: rfc1123, iso8601, or a format in quotes; ${offset}.`,
  },
  {
    name: '$processEnv',
    usage: '{{$processEnv HOME}}',
    supported: true,
    effect: 'environment',
    sentence: 'A variable of the environment; with %, the variable whose name the environment of the file holds.',
  },
  {
    name: '$dotenv',
    usage: '{{$dotenv TOKEN}}',
    supported: true,
    effect: 'file',
    sentence:
      'A variable of the .env file beside the request file; with %, the one whose name the environment of the file holds.',
  },
  {
    name: '$env',
    usage: '{{$env.HOME}}',
    supported: true,
    effect: 'environment',
    sentence: 'A variable of the environment.',
  },
  { name: '$shared', usage: '{{$shared host}}', supported: true, sentence: 'A variable that all environments share.' },
  {
    name: '$input',
    usage: '{{$input Name $value: joe}}',
    supported: true,
    sentence: 'Asks for a value; the one after $value: is offered.',
  },
  { name: '$prompt', usage: '{{$prompt Name}}', supported: true, sentence: 'Asks for a value.' },
  {
    name: '$password',
    usage: '{{$password Password}}',
    supported: true,
    sentence: 'Asks for a value that is not shown.',
  },
  {
    name: '$xpath',
    usage: '{{$xpath:login //token}}',
    supported: true,
    sentence: 'What an XPath finds in the body of a named response, as {{login.response.body.//token}}.',
  },
  { name: '$aadToken', usage: '{{$aadToken}}', supported: false, sentence: 'A token of Azure Active Directory.' },
  { name: '$aadV2Token', usage: '{{$aadV2Token}}', supported: false, sentence: 'A token of Azure Active Directory.' },
  {
    name: '$oidcAccessToken',
    usage: '{{$oidcAccessToken}}',
    supported: false,
    sentence: 'A token of an OpenID provider.',
  },
  { name: '$pick', usage: '{{$pick Name $value: a,b}}', supported: false, sentence: 'Asks to choose a value.' },
  {
    name: '$auth.idToken',
    usage: '{{$auth.idToken("id")}}',
    supported: false,
    sentence: 'A token of an OpenID provider.',
  },
  {
    name: '$projectRoot',
    usage: '{{$projectRoot}}',
    supported: false,
    sentence: 'The folder of the project; paths here begin at the folder of the request file.',
  },
  {
    name: '$historyFolder',
    usage: '{{$historyFolder}}',
    supported: false,
    sentence: 'The folder of earlier responses.',
  },
  { name: '$index', usage: '{{$index}}', supported: false, sentence: 'How often a request with @loop was sent.' },
  {
    name: '$exampleServer',
    usage: '{{$exampleServer}}',
    supported: false,
    sentence: 'A server for playing; SERVE http://127.0.0.1:0 starts one.',
  },
  { name: '$placeholder', usage: '{{$placeholder}}', supported: false, sentence: 'What has to be written yet.' },
  { name: '$auth.token', usage: '{{$auth.token("id")}}', supported: false, sentence: 'A token of an OAuth 2 server.' },
];
