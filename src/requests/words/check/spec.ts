import { duration, timeout } from '../options.ts';
import { programSubjects } from '../run/spec.ts';
import { serverSubjects } from '../serve/serverSubjects.ts';
import type { SubjectSpec, WordSpec } from '../spec.ts';

/** Those of servers and of programs, each once. */
function subjects(): SubjectSpec[] {
  const all = new Map<string, SubjectSpec>();
  for (const each of [...serverSubjects, ...programSubjects, duration])
    if (!all.has(each.name)) all.set(each.name, each);
  return [...all.values()];
}

export const checkSpec: WordSpec = {
  word: 'CHECK',
  kind: 'watch',
  looks: true,
  supported: true,
  sentence:
    'Checks what a server, a program or an open connection of the file has done since it started. Nothing is sent. It waits until all its checks hold.',
  usage: 'CHECK name',
  example: 'CHECK server',
  options: [timeout('How long to wait until the checks hold.', '2s')],
  results: [],
  subjects: subjects(),
};
