/** Every encoding by Python's name, with its use, the usual ones first. Loaded when a list is first shown. */
export async function encodingNames(): Promise<readonly { readonly name: string; readonly about: string }[]> {
  const { ENCODINGS } = await import('../../protocol/text/encodings.ts');
  const usual = ['utf-8', 'ascii', 'latin-1', 'cp1252', 'utf-16', 'utf-16-le', 'utf-16-be'];
  const rank = (name: string) => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  return ENCODINGS.map(({ name, label }) => ({ name, about: label })).sort((a, b) => rank(a.name) - rank(b.name));
}
