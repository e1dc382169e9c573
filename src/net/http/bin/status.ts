import { randomInt } from 'node:crypto';
import { jsonText, type Answer } from './answer.ts';

const toRedirect: Answer = { headers: [['Location', '/redirect/1']] };
const types = ['image/webp', 'image/svg+xml', 'image/jpeg', 'image/png', 'image/*'];

const teapot = `
       ___
   ,-'     \`-.      ,
  (  teapot   )====//
   \\         /\`---'
    \`-.___.-'
    short and stout
`;

/** Further parts of some answers. */
const extras: Readonly<Record<number, Answer>> = {
  301: toRedirect,
  302: toRedirect,
  303: toRedirect,
  305: toRedirect,
  307: toRedirect,
  308: toRedirect,
  401: { headers: [['WWW-Authenticate', 'Basic realm="Fake Realm"']] },
  402: { body: 'Payment required.\n' },
  406: {
    headers: [['Content-Type', 'application/json']],
    body: jsonText({ message: 'Client did not request a supported media type.', accept: types }),
  },
  407: { headers: [['Proxy-Authenticate', 'Basic realm="Fake Realm"']] },
  418: { headers: [['x-more-info', 'http://tools.ietf.org/html/rfc2324']], body: teapot },
};

export function statusAnswer(status: number): Answer {
  return { headers: [['Content-Type', 'text/html; charset=utf-8']], body: '', ...extras[status], status };
}

/** `404`, or `200:3,500:1`: one of several, by weight. Undefined if the text has neither form. */
export function chosenStatus(codes: string): number | undefined {
  const choices = codes.split(',').map((choice) => {
    const [code = '', weight = '1', ...rest] = choice.split(':');
    const right = /^\s*\d{3}\s*$/.test(code) && rest.length === 0 && weight.trim() !== '';
    return { code: right ? Number(code) : NaN, weight: Number(weight) };
  });
  // Without a final answer a client waits for ever, and 1xx is not final.
  if (choices.some(({ code, weight }) => !(code >= 200) || !(weight >= 0) || weight === Infinity)) return undefined;
  let point = (randomInt(2 ** 32) / 2 ** 32) * choices.reduce((sum, { weight }) => sum + weight, 0);
  return (choices.find(({ weight }) => (point -= weight) < 0) ?? choices.at(-1)!).code;
}
