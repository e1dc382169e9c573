import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { sources } from '../helpers/sources.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** By file: the files it imports, be it values, types alone, or later by `import()`. */
function importGraph(files: ReadonlyMap<string, string>): Graph {
  const targets = (file: string, text: string): string[] =>
    ts
      .preProcessFile(text, true, true)
      .importedFiles.map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName))
      .filter((target) => files.has(target));
  return new Map([...files].map(([file, text]) => [file, targets(file, text)]));
}

/** The shortest way from a file back to itself, undefined if there is none. */
function circleThrough(start: string, graph: Graph): readonly string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === start) {
        const way = [start];
        for (let at = file; at !== start; at = from.get(at)!) way.push(at);
        return [...way, start].reverse();
      }
      if (from.has(target)) continue;
      from.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}

/** One circle of each knot: those that share a file with it go with it. */
function circles(graph: Graph): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const file of graph.keys()) {
    if (seen.has(file)) continue;
    const circle = circleThrough(file, graph);
    if (circle === undefined) continue;
    circle.forEach((one) => seen.add(one));
    found.push(circle.join(' -> '));
  }
  return found;
}

describe('imports', () => {
  it('never go in a circle, those of types and the late ones included', () => {
    const graph = importGraph(sources());
    assert.ok([...graph.values()].flat().length > 1000, 'the imports are read');
    assert.deepEqual(circles(graph), []);
  });

  it('that go in a circle are found whatever their kind', () => {
    const files = new Map([
      ['a/one.ts', "import type { Two } from '../b/two.ts';"],
      ['b/two.ts', "export const two = () => import('./three.tsx');"],
      ['b/three.tsx', "export { one } from '../a/one.ts';"],
      ['b/four.ts', "import { one } from '../a/one.ts';\nimport fs from 'node:fs';"],
    ]);
    assert.deepEqual(circles(importGraph(files)), ['a/one.ts -> b/two.ts -> b/three.tsx -> a/one.ts']);
    const itself = new Map([['a.ts', "type A = import('./a.ts').A;"]]);
    assert.deepEqual(circles(importGraph(itself)), ['a.ts -> a.ts']);
  });
});
