import { WirebenchError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { diagnosisIds, type DiagnosisId } from './diagnoses/ids.ts';
import type { LabReport, StepReport } from './grade.ts';
import { withinFolder } from './lab.ts';

/** What a file of `faulty/` must come to, as its first comment says. */
export interface Expectation {
  /** `expect:`, the first diagnosis of the lab with this file. */
  readonly id: DiagnosisId;
  /** `as:`, the file of the student that it stands for. Absent: it stands for none, as the starter's does. */
  readonly as?: string;
  /** `told:`, a text that the report has. */
  readonly told?: string;
}

/** In a folder of `faulty/`: what the starter must come to, in the same words, since the starter itself is read by students. */
export const starterExpectation = 'starter.expect';

/** The words stand in the first lines; before them may be those for the system, as `#!/usr/bin/env python3`. */
const mostLines = 12;
const words = ['expect', 'as', 'told'] as const;
/** In a comment of any of the languages that programs of labs are written in, or, in `starter.expect`, in none. */
const line = /^\s*(?:#+|\/\/+|\/\*+|\*|--|;+|%+|"""|''')?\s*(expect|as|told):\s*(\S.*?)\s*(?:\*\/|"""|''')?\s*$/;

/** Throws `lab-faulty` if the comment does not name a diagnosis. `file`: as the sentence names it. */
export function readExpectation(text: string, file: string): Expectation {
  const found = new Map<string, string>();
  for (const each of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, mostLines)) {
    const [, word, value] = line.exec(each) ?? [];
    if (word !== undefined && !found.has(word)) found.set(word, value!);
  }
  const [id, as, told] = words.map((word) => found.get(word));
  if (id === undefined) throw wrong(`${file} does not say what it must come to: begin it with # expect: served-once.`);
  if (!isDiagnosis(id)) {
    const near = nearest(id, diagnosisIds);
    throw wrong(
      `${file} expects ${id}, which is not a diagnosis.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  }
  if (as !== undefined && withinFolder(as) === undefined)
    throw wrong(`${file} stands for ${as}, which is not a valid file: write a path from the folder of the lab.`);
  return { id, ...(as !== undefined && { as }), ...(told !== undefined && { told }) };
}

/** Why a lab did not come to what was expected; undefined: it did. `text`: its report, as a terminal shows it. */
export function missed({ id, told }: Expectation, { steps }: LabReport, text: string): string | undefined {
  const bad = steps.filter(({ state }) => state !== 'passed' && state !== 'unsure');
  const first = bad.find(({ diagnosis }) => diagnosis !== undefined);
  if (bad.length === 0) return 'It passes.';
  if (first === undefined) return `The step "${bad[0]!.title}" did not pass, and no diagnosis was found.`;
  if (first.diagnosis!.id !== id) return `The diagnosis is ${first.diagnosis!.id}: ${first.diagnosis!.sentence}`;
  if (told !== undefined && !text.includes(told)) return `The report does not have the text "${told}".`;
  return undefined;
}

/** Why a lab did not give all its points; undefined: it did. */
export function notAllPoints({ points, of, steps }: LabReport): string | undefined {
  const bad = steps.filter(({ state }) => state !== 'passed');
  if (bad.length === 0 && points === of) return undefined;
  return `It has ${points} of ${of} points: ${bad.map(saidOf).join('; ')}.`;
}

function saidOf({ title, state, diagnosis }: StepReport): string {
  return `"${title}" is ${state}${diagnosis === undefined ? '' : ` (${diagnosis.id})`}`;
}

function isDiagnosis(id: string): id is DiagnosisId {
  return (diagnosisIds as readonly string[]).includes(id);
}

function wrong(message: string): WirebenchError {
  return new WirebenchError({ code: 'lab-faulty', message });
}
