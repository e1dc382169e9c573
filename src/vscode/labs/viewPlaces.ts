import * as vscode from 'vscode';
import { cellId, isStep } from '../../labs/grade.ts';
import { labSource, type Lab } from '../../labs/lab.ts';
import { parseRequestFile } from '../../requests/parse.ts';
import type { LabOnDisk } from './viewLabs.ts';

/** Where a step stands: the index of its cell, which is that of the notebook too, and its lines in the file, from 0. */
interface StepPlace {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
}

/** The places of all steps, in their order: requests that have checks. */
export function stepPlaces({ text, lab }: Pick<LabOnDisk, 'text' | 'lab'>): readonly StepPlace[] {
  return lab.cells.flatMap((cell, index) => {
    if (cell.kind !== 'requests') return [];
    const first = linesIn(text.slice(0, cell.start));
    return regionsOf(lab, index).map(({ start, end }) => ({
      cell: index,
      from: first + linesIn(cell.text.slice(0, start)),
      to: first + linesIn(cell.text.slice(0, end).trimEnd()),
    }));
  });
}

function regionsOf(lab: Lab, index: number) {
  const source = labSource(lab, index, { id: (cell) => cellId(lab, cell, ''), session: '' });
  const { regions } = parseRequestFile(source.text, source.before);
  return regions.flatMap((region) => (isStep(region) && region.item ? [region.item] : []));
}

/** The number of line ends. */
function linesIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}

/** The lines of a step in the text of its lab. */
export function stepRange(on: LabOnDisk, index: number): vscode.Range | undefined {
  const place = stepPlaces(on)[index];
  return place && new vscode.Range(place.from, 0, place.to, 0);
}
