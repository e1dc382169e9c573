import type { Json } from './request.ts';
import { escapeHtml } from './answer.ts';

/** The constant answers of `bin`: written for this purpose, in the shape of httpbin's. */

export const jsonSample: Json = {
  slideshow: {
    author: 'Wirebench',
    date: 'date of publication',
    title: 'Sample Slide Show',
    slides: [
      { title: 'A wire has two ends', type: 'all' },
      {
        title: 'Overview',
        type: 'all',
        items: ['Who <em>listens</em>', 'Who connects', 'Their messages to each other'],
      },
    ],
  },
};

export const xmlSample = `<?xml version="1.0" encoding="us-ascii"?>
<!-- A sample -->
<slideshow title="Sample Slide Show" date="Date of publication" author="Wirebench">
  <slide type="all">
    <title>A wire has two ends</title>
  </slide>
  <slide type="all">
    <title>Overview</title>
    <item>Who <em>listens</em></item>
    <item/>
    <item>Their messages to each other</item>
  </slide>
</slideshow>
`;

export const htmlSample = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A page</title>
  </head>
  <body>
    <h1>The lamp and the bell</h1>
    <p>
      Between the lighthouse and the village ran one wire, and nobody could agree on what it was for. The keeper said it
      was for the bell, which rang when the lamp went out. The village said it was for the lamp, which went out when
      somebody rang the bell.
    </p>
    <p>
      They wrote down every ring for a year, with the hour. After that nobody asked any more.
    </p>
  </body>
</html>
`;

export const utf8Sample = `<h1>Text in UTF-8</h1>
<pre>
Latin      \u00e0\u00e9\u00ee\u00f5\u00fc \u00df \u0153 \u0142 \u0159 \u015f \u0259
Greek      \u03b3\u03b1\u03bb\u03ae\u03bd\u03b7
Cyrillic   \u043f\u0440\u043e\u0432\u043e\u0434
Hebrew     \u05d7\u05d5\u05d8
Arabic     \u0633\u0644\u0643
Hindi      \u0924\u093e\u0930
Thai       \u0e2a\u0e32\u0e22
Chinese    \u96fb\u7dda \u7535\u7ebf
Japanese   \u3067\u3093\u305b\u3093
Korean     \uc804\uc120
Arrows     \u2190 \u2191 \u2192 \u2193 \u21c4
Boxes      \u250c\u2500\u252c\u2500\u2510 \u2502 \u2514\u2500\u2534\u2500\u2518
Beyond     \u{1f50c} \u{1d11e} \u{20bb7}
</pre>
`;

export const robots = 'User-agent: *\nDisallow: /deny\n';

export const denied = `
      .----.
     | x  x |
     |  __  |
      '----'
  Nothing for you here.
`;

const field = (label: string, name: string, type = 'text') =>
  `<p><label>${label} <input type="${type}" name="${name}"></label></p>`;
const choice = (type: 'radio' | 'checkbox', name: string, value: string) =>
  `<label><input type="${type}" name="${name}" value="${value.toLowerCase()}"> ${value}</label>`;

export const formPage = `<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8"><title>Order a pizza</title></head>
  <body>
    <form method="post" action="/post">
      ${field('Name', 'custname')}
      ${field('Telephone', 'custtel', 'tel')}
      ${field('E-mail', 'custemail', 'email')}
      <fieldset><legend>Size</legend>
        ${['Small', 'Medium', 'Large'].map((size) => choice('radio', 'size', size)).join('\n        ')}
      </fieldset>
      <fieldset><legend>Toppings</legend>
        ${['Bacon', 'Cheese', 'Onion', 'Mushroom'].map((one) => choice('checkbox', 'topping', one)).join('\n        ')}
      </fieldset>
      ${field('Deliver at', 'delivery', 'time')}
      <p><label>Instructions <textarea name="comments"></textarea></label></p>
      <p><button>Order</button></p>
    </form>
  </body>
</html>
`;

export function indexPage(routes: readonly { methods: readonly string[]; path: string; sentence: string }[]): string {
  const rows = routes.map(({ methods, path, sentence }) => {
    const shown = escapeHtml(path);
    const name = /[:*]/.test(path) || !methods.includes('GET') ? shown : `<a href="${shown}">${shown}</a>`;
    return `<tr><td>${methods.join(' ')}</td><td><code>${name}</code></td><td>${escapeHtml(sentence)}</td></tr>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8"><title>bin</title></head>
  <body>
    <h1>bin</h1>
    <p>Answers as httpbin.org does.</p>
    <table>
      <thead><tr><th>Methods</th><th>Path</th><th>Answer</th></tr></thead>
      <tbody>
        ${rows.join('\n        ')}
      </tbody>
    </table>
  </body>
</html>
`;
}

export function linksPage(count: number, current: number): string {
  const links = Array.from({ length: count }, (_, index) =>
    index === current ? `${index} ` : `<a href='/links/${count}/${index}'>${index}</a> `,
  );
  return `<html><head><title>Links</title></head><body>${links.join('')}</body></html>`;
}
