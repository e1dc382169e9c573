import { inTheEditor, withHost, type Host } from './host/host.ts';
import { median } from './processes.ts';
import type { Aim, Section, Table } from './report.ts';

const aim: Aim = {
  figure: 'loading and `activate`',
  atMost: 30,
  unit: 'ms',
  heldBackBy:
    'By a profile of the code, half of it is a message to the editor for each command, and a tenth the making of the API by the editor. A higher reading means that the thread waited for a core: browser, workbench and extension host share them.',
};

/**
 * The times in "Developer: Show Running Extensions" for a window in which the Endpoints view was just opened: loading
 * the code, and the call of `activate`. Milliseconds.
 */
async function reading({ workbench, link }: Host): Promise<number> {
  await link.ask('command', 'wirebench.endpoints.focus');
  await workbench.page.locator('.part.sidebar').getByText('Start a server').first().waitFor();
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .extension', { hasText: 'Wirebench' }).first();
  const time = row.locator('.activation-time');
  await time.getByText(/\d+ms/).waitFor();
  return Number(/(\d+)ms/.exec(await time.innerText())?.[1]);
}

async function readings(host: Host, rounds: number): Promise<Table> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await host.reload();
    // The view belongs to the window from now on. The figures are for a window in which it is opened, not found open.
    times.push(await reading(host));
    await host.link.ask('command', 'workbench.view.explorer');
  }
  return {
    title: 'Activation',
    columns: ['', 'median ms', 'least ms', 'most ms'],
    rows: [
      ['loading and `activate`, as the editor measures it', median(times), Math.min(...times), Math.max(...times)],
    ],
    judged: [{ aim, value: median(times) }],
  };
}

export const activation: Section = {
  name: 'activation',
  title: 'Activation',
  note: inTheEditor,
  run: ({ rounds }) => withHost(async (host) => [await readings(host, rounds)]),
};
