import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules for whole documents, which a webview is not: the editor around it has the title, the language and the landmarks. */
const ofDocuments = ['document-title', 'html-has-lang', 'page-has-heading-one', 'landmark-one-main', 'bypass'];

/** What axe-core finds that keeps people out (serious and critical), a line for each element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const rules = Object.fromEntries(ofDocuments.map((rule) => [rule, { enabled: false }]));
  const run = `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], rules })})`;
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
    );
}
