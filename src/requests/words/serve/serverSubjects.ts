import { receivedSubjects } from '../conversation/spec.ts';
import { partSubjects, subject } from '../options.ts';
import type { SubjectSpec } from '../spec.ts';

/** The subjects of a CHECK about a server. */
export const serverSubjects: readonly SubjectSpec[] = [
  ...receivedSubjects,
  subject('connections', 'number', 'The number of connections so far; for UDP, of clients.', '?? connections == 4', {
    grows: 'number',
  }),
  ...partSubjects('connection', 'received text == kiwi', { grows: 'number' }),
  subject('peer host', 'text', 'The address of the client.', '?? peer host == 127.0.0.1'),
  subject('peer port', 'number', 'The port of the client.', '?? peer port > 1023'),
  subject('requests', 'number', 'The number of HTTP requests received.', '?? requests == 1', { grows: 'number' }),
  subject(
    'request line',
    'text',
    'The first line of the last HTTP request, as it came.',
    '?? request line == GET / HTTP/1.0',
  ),
  subject('request method', 'text', 'The method of the last HTTP request.', '?? request method == POST'),
  subject('request path', 'text', 'The target of the last HTTP request.', '?? request path == /index.html'),
  subject('request header', 'text', 'A header of the last HTTP request.', '?? request header Host == localhost', {
    path: 'required',
    pathKind: 'header',
  }),
  subject('request body', 'text', 'The body of the last HTTP request.', '?? request body contains spam=1'),
  subject(
    'request blank line',
    'boolean',
    'Whether the empty line after the headers of the last HTTP request has come.',
    '?? request blank line isTrue',
  ),
];
