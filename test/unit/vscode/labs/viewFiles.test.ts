import assert from 'node:assert/strict';
import { courseFolder, coursesOf } from '../../../../src/vscode/labs/viewFiles.ts';

const lab = (path: string) => ({ uri: `file:///w/${path}`, path });

describe('the courses of a workspace', () => {
  it('have the labs that have a folder of their own in the folder of the course', () => {
    assert.equal(courseFolder('sockets/01-hello/01-hello.lab.md'), 'sockets');
    assert.equal(courseFolder('01-hello/01-hello.lab.md'), '');
    assert.equal(courseFolder('a/b/01-hello/01-hello.lab.md'), 'a/b');
  });

  it('are the folder itself for a lab without one', () => {
    assert.equal(courseFolder('exercises/hello.lab.md'), 'exercises');
    assert.equal(courseFolder('hello.lab.md'), '');
  });

  it('have their labs in the order of the numbers in their names', () => {
    const paths = ['sockets/10-b/10-b.lab.md', 'sockets/2-a/2-a.lab.md', 'own/x.lab.md', 'top.lab.md'];
    const courses = coursesOf(paths.map(lab), 'my folder');
    assert.deepEqual(
      courses.map(({ name, folder, labs }) => [name, folder, ...labs.map(({ path }) => path)]),
      [
        ['my folder', '', 'top.lab.md'],
        ['own', 'own', 'own/x.lab.md'],
        ['sockets', 'sockets', 'sockets/2-a/2-a.lab.md', 'sockets/10-b/10-b.lab.md'],
      ],
    );
  });
});
