// Runs in the extension host in place of tests: does what the benchmark asks over a loopback connection, a JSON line each.
const net = require('node:net');
const { createInterface } = require('node:readline');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const vscode = require('vscode');

const delay = monitorEventLoopDelay({ resolution: 1 });
const api = () => vscode.extensions.getExtension('wirebench.wirebench').activate();

/** Resolves when the engine has told of a view that fits. */
function viewWhere(engine, fits) {
  return new Promise((resolve) => {
    const listening = engine.onNotice((notice) => {
      if (notice.kind !== 'view' || !fits(notice.snapshot)) return;
      listening.dispose();
      resolve(notice.snapshot);
    });
  });
}

const questions = {
  command: ([id, ...args]) => vscode.commands.executeCommand(id, ...args),
  registry: async () => (await api()).engine.request('registry.get', null),
  delayStart() {
    delay.reset();
    delay.enable();
  },
  delayStop() {
    delay.disable();
    return { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  },
  /** Milliseconds from asking the engine for a filter to hearing that it has been through the journal. */
  async filter([filter]) {
    const { engine } = await api();
    const { view } = await engine.request('view.open', {});
    const began = performance.now();
    const done = viewWhere(engine, (of) => of.view === view && of.filter === filter && of.progress === 1);
    await engine.request('view.filter', { view, filter });
    const { rows } = await done;
    const took = performance.now() - began;
    await engine.request('view.close', { view });
    return { took, rows };
  },
};

exports.run = () =>
  new Promise((resolve) => {
    const socket = net.connect(Number(process.env.WIREBENCH_BENCH_PORT), '127.0.0.1');
    socket.once('close', resolve);
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', async (line) => {
      const { ask, args } = JSON.parse(line);
      try {
        socket.write(`${JSON.stringify({ answer: (await questions[ask](args)) ?? null })}\n`);
      } catch (error) {
        socket.write(`${JSON.stringify({ failed: String(error?.stack ?? error) })}\n`);
      }
    });
  });
