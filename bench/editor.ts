import type { Section } from './report.ts';
export const editor: Section = { name: 'editor', title: 'In the editor', note: '', async run() { return []; } };
