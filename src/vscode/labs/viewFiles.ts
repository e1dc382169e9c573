/** A lab file of the workspace. */
interface LabFile {
  /** The URI of the file. */
  readonly uri: string;
  /** Its path in the workspace, with / between the names. */
  readonly path: string;
}

/** Labs that belong together. */
export interface Course {
  /** The path of its folder in the workspace; empty: the workspace itself. */
  readonly folder: string;
  readonly name: string;
  readonly labs: readonly LabFile[];
}

export const labEnding = '.lab.md';
const inOrder = new Intl.Collator('en', { numeric: true });

/** The courses of a workspace, and their labs, in the order of their names: 2 before 10. */
export function coursesOf(labs: readonly LabFile[], workspaceName: string): readonly Course[] {
  const byFolder = new Map<string, LabFile[]>();
  for (const lab of labs) {
    const folder = courseFolder(lab.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), lab]);
  }
  return [...byFolder]
    .sort(([a], [b]) => inOrder.compare(a, b))
    .map(([folder, found]) => ({
      folder,
      name: folder === '' ? workspaceName : folder.slice(folder.lastIndexOf('/') + 1),
      labs: found.toSorted((a, b) => inOrder.compare(a.path, b.path)),
    }));
}

/**
 * The folder of the course that a lab belongs to. A lab of a course has a folder of its own with its name:
 * `course/01-hello/01-hello.lab.md`. Any other lab belongs to the folder that it is in.
 */
export function courseFolder(labPath: string): string {
  const names = labPath.split('/');
  const name = names.pop()!.slice(0, -labEnding.length);
  if (names.at(-1) === name) names.pop();
  return names.join('/');
}
