import { visible } from '../../protocol/text/visible.ts';

/** Lines of the front matter that the card shows: a lab has four keys. */
const most = 50;

/** The front matter of a lab as HTML: its title, then each other key with its value. Lists are one line. */
export function frontMatterCard(text: string): string {
  const fields: { readonly key: string; readonly values: string[] }[] = [];
  for (const line of text.split(/\r\n|\n|\r/).slice(0, most)) {
    const field = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$/.exec(line);
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (field) fields.push({ key: field[1]!, values: [plain(field[2]!.replace(/^\[(.*)\]\s*$/, '$1'))] });
    else if (item) fields.at(-1)?.values.push(plain(item[1]!));
    else if (line.trim() !== '') fields.push({ key: '', values: [line.trim()] });
  }
  const title = fields.find(({ key }) => key === 'title');
  const rows = fields.filter((field) => field !== title).map(({ key, values }) => row(key, said(values)));
  const heading = title === undefined ? '' : `<p class="wb-lab-title">${escaped(said(title.values))}</p>`;
  return `<div class="wb-lab">${heading}${rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>`}</div>`;
}

function row(key: string, value: string): string {
  const name = key === '' ? '' : key[0]!.toUpperCase() + key.slice(1);
  return `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`;
}

function said(values: readonly string[]): string {
  return values.filter((value) => value !== '').join(', ');
}

function plain(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, '$2');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
