import path from 'node:path';

/** The languages that courses have programs in, with the extensions of their files. */
export const languages = {
  python: { label: 'Python', extensions: ['.py'] },
  javascript: { label: 'JavaScript', extensions: ['.js', '.mjs', '.cjs'] },
  c: { label: 'C', extensions: ['.c', '.h'] },
  java: { label: 'Java', extensions: ['.java'] },
} as const;

export type LanguageId = keyof typeof languages;
export const languageIds = Object.keys(languages) as LanguageId[];

/** The language of a program, by its name; undefined for any other file. */
export function languageOf(file: string): LanguageId | undefined {
  const extension = path.extname(file).toLowerCase();
  return languageIds.find((id) => (languages[id].extensions as readonly string[]).includes(extension));
}
