import * as vscode from 'vscode';
import type { Lab } from '../../labs/lab.ts';
import type { LabOnDisk } from './viewLabs.ts';

interface StepPlace { readonly cell: number; readonly offset: number }

export function stepPlace(_on: LabOnDisk, _index: number): StepPlace | undefined { return undefined; }
export function stepRange(_on: LabOnDisk, _index: number): vscode.Range | undefined { return undefined; }
