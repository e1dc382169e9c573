import { subject } from '../options.ts';
import type { RequestSpec, ResultSpec, SubjectSpec } from '../spec.ts';

/** Checks of HTTP requests. */
const httpSubjects: readonly SubjectSpec[] = [
  subject('status', 'number', 'The status code.', '?? status == 200'),
  subject('reason', 'text', 'The reason phrase.', '?? reason == OK'),
  subject('version', 'text', 'The version of HTTP that answered.', '?? version == 1.1'),
  subject(
    'header',
    'text',
    'The value of a header; several of one name are joined by a comma.',
    '?? header content-type startsWith application/json',
    { path: 'required', pathKind: 'header' },
  ),
  subject(
    'body',
    'json',
    'The body as text, or the value that a path finds in its JSON; if it finds several, their list.',
    '?? body $.json.text == hello',
    { path: 'optional', pathKind: 'json' },
  ),
  subject(
    'xpath',
    'text',
    'The text that an XPath finds in the body as XML or HTML; if it finds several, their list.',
    '?? xpath //book[1]/title == Emma',
    { path: 'required', pathKind: 'xpath' },
  ),
  subject('body bytes', 'number', 'The number of bytes of the body.', '?? body bytes == 1024'),
  subject('url', 'text', 'The URL that answered, after redirects.', '?? url endsWith /get'),
  subject('redirects', 'number', 'The number of redirects that were followed.', '?? redirects == 0'),
  subject('cookie', 'text', 'The value of a cookie that the answer sets.', '?? cookie session exists', {
    path: 'required',
    pathKind: 'header',
  }),
  subject(
    'duration',
    'number',
    'How long it took, in milliseconds; or a step of it: lookup, connect, tls, firstByte, download.',
    '?? duration < 500',
    { path: 'optional', pathKind: 'timing' },
  ),
];

const httpResults: readonly ResultSpec[] = [
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
