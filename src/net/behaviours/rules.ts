import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BehaviourKind } from './behaviour.ts';
import { badOption } from './options.ts';
import { replyTo, type Rule } from './ruleMatching.ts';
import { parseRules } from './ruleSyntax.ts';
import { answerLines, Texts } from './text.ts';
import { unreadable } from '../unreadable.ts';

export const rules: BehaviourKind = {
  name: 'rules',
  sentence:
    'Answers by rules. Each line is "PATTERN => REPLY", and the first match answers. A reply can use the captures of its pattern.',
  transports: ['tcp', 'tls', 'udp'],
  options: [
    {
      name: 'rules',
      sentence: 'The rules, one on each line: "hello => hi", "/name (\\w+)/i => hello $1", "* => what?".',
      type: 'string',
      asked: true,
      body: 'text',
      check: (text) => parseRules(text, 'rules'),
    },
    { name: 'file', sentence: 'A file with the rules, one on each line.', type: 'file', asked: true },
  ],
  async create(options, host) {
    const inline = options['rules'] as string | undefined;
    const file = options['file'] as string | undefined;
    if ((inline === undefined) === (file === undefined))
      throw badOption(rules, 'rules', 'or the option "file" is needed, but not both');
    const list: Rule[] = parseRules(inline ?? (await readRules(file!)), file ?? 'rules');
    const texts = new Texts(host);
    return {
      onReceived(conversation, received) {
        const text = texts.read(conversation, received);
        if (text === '' && received.bytes.length > 0) return;
        let answered = 0;
        const answer = answerLines(text, (line) => {
          const reply = replyTo(list, line, (rule, why) => {
            host.fail({
              code: 'rule-too-slow',
              message: `The rule in line ${rule.line} (${rule.source}) ${why}; it is no longer tried.`,
              facts: { line: rule.line },
            });
          });
          if (reply !== undefined) answered++;
          return reply ?? '';
        });
        if (answered > 0) texts.send(conversation, answer);
      },
      dispose() {},
    };
  },
};

async function readRules(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), 'utf8');
  } catch (error) {
    throw unreadable('file', file, error, ['openFile']);
  }
}
