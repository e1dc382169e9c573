// STUB
export type CellKind = 'prose' | 'requests' | 'program';
export interface Cell { readonly kind: CellKind; readonly text: string; readonly language?: string; readonly file?: string; readonly raw: string; readonly start: number }
export interface NewCell { readonly kind: CellKind; readonly text: string; readonly language?: string; readonly file?: string }
export interface Lab { readonly cells: readonly Cell[] }
export function readLab(text: string): Lab {
  const cells: Cell[] = [];
  const re = /^(`{3,}|~{3,})(\S+)(.*)\r?\n([^]*?)\r?\n\1[ \t]*(?:\r?\n)*/gm;
  let at = 0;
  const prose = (end: number) => { if (end > at) { const raw = text.slice(at, end); cells.push({ kind: 'prose', text: raw.replace(/\r\n/g, '\n').trim(), raw, start: at }); } };
  for (const m of text.matchAll(re)) {
    const file = /file=(\S+)/.exec(m[3]!)?.[1];
    if (m[2] !== 'http' && file === undefined) continue;
    prose(m.index); at = m.index + m[0].length;
    cells.push({ kind: m[2] === 'http' ? 'requests' : 'program', text: m[4]!.replace(/\r\n/g, '\n'), language: m[2]!, ...(file && { file }), raw: m[0], start: m.index });
  }
  prose(text.length);
  return { cells };
}
export function writeLab(cells: readonly (Cell | NewCell)[]): string {
  return cells.map((c) => 'raw' in c && readLab(c.raw).cells[0]?.text === c.text ? c.raw : c.kind === 'prose' ? `${c.text}\n\n` : `\`\`\`${c.kind === 'requests' ? 'http' : `${c.language} file=${c.file}`}\n${c.text}\n\`\`\`\n\n`).join('');
}
