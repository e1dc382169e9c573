import { commandLine } from './commandLine.ts';

// A reader that has seen enough (wirebench ... | head) is no failure, nor is a terminal that was closed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

/** The entry of `wirebench` in a terminal. */
void commandLine(process.argv.slice(2), process).then((status) => {
  // Nothing is left that could hold the process; should something be, the status must not wait for it.
  process.exitCode = status;
});
