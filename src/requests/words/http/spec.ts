import type { RequestSpec, ResultSpec, SubjectSpec } from '../spec.ts';

/** Checks of HTTP requests. */
export const httpSubjects: readonly SubjectSpec[] = [
  { name: 'status', kind: 'number', sentence: 'The status code.', example: '?? status == 200' },
  { name: 'reason', kind: 'text', sentence: 'The reason phrase.', example: '?? reason == OK' },
  { name: 'version', kind: 'text', sentence: 'The version of HTTP that answered.', example: '?? version == 1.1' },
  {
    name: 'header',
    kind: 'text',
    path: 'required',
    pathKind: 'header',
    sentence: 'The value of a header; several of one name are joined by a comma.',
    example: '?? header content-type startsWith application/json',
  },
  {
    name: 'body',
    kind: 'json',
    path: 'optional',
    pathKind: 'json',
    sentence: 'The body as text, or the value that a path finds in its JSON; if it finds several, their list.',
    example: '?? body $.json.text == hello',
  },
  {
    name: 'xpath',
    kind: 'text',
    path: 'required',
    pathKind: 'xpath',
    sentence: 'The text that an XPath finds in the body as XML or HTML; if it finds several, their list.',
    example: '?? xpath //book[1]/title == Emma',
  },
  {
    name: 'body bytes',
    kind: 'number',
    sentence: 'The number of bytes of the body.',
    example: '?? body bytes == 1024',
  },
  { name: 'url', kind: 'text', sentence: 'The URL that answered, after redirects.', example: '?? url endsWith /get' },
  {
    name: 'redirects',
    kind: 'number',
    sentence: 'The number of redirects that were followed.',
    example: '?? redirects == 0',
  },
  {
    name: 'cookie',
    kind: 'text',
    path: 'required',
    pathKind: 'header',
    sentence: 'The value of a cookie that the answer sets.',
    example: '?? cookie session exists',
  },
  {
    name: 'duration',
    kind: 'number',
    path: 'optional',
    pathKind: 'timing',
    sentence: 'How long it took, in milliseconds; or a step of it: lookup, connect, tls, firstByte, download.',
    example: '?? duration < 500',
  },
];

export const httpResults: readonly ResultSpec[] = [
  { name: 'response.body.*', sentence: 'The whole body as text.' },
  {
    name: 'response.body.$.path',
    sentence: 'The first value that a JSONPath finds in the body; a plain path works too.',
  },
  { name: 'response.body.//path', sentence: 'The first text that an XPath finds in a body of XML or HTML.' },
  { name: 'response.headers.NAME', sentence: 'The value of a header of the response.' },
  { name: 'response.status', sentence: 'The status code.' },
  { name: 'request.body.$.path', sentence: 'The first value that a JSONPath finds in the body that was sent.' },
  { name: 'request.headers.NAME', sentence: 'The value of a header that was sent.' },
  { name: 'request.url', sentence: 'The URL that was asked for.' },
];

/** Its words are the methods (httpWords.ts). */
export const httpSpec: RequestSpec = { kind: 'http', results: httpResults, subjects: httpSubjects };
