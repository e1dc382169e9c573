import * as vscode from 'vscode';
import type { EndpointSpec } from '../endpoints/spec.ts';
import { asNode } from './endpoints/treeModel.ts';

/** A plain object that is not a node of the tree is a program's request. */
export function isProgrammatic(target: unknown, others: unknown): boolean {
  return isRequest(target) || (isRequest(others) && !Array.isArray(others));
}

function isRequest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof vscode.Uri) && asNode(value) === undefined;
}

/** Whether a command's argument is a spec to start, from a program or a key binding. */
export function isSpec(value: unknown): value is Partial<EndpointSpec> {
  return isRequest(value) && typeof value === 'object' && value !== null && 'port' in value;
}
