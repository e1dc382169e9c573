import { commandLine } from './commandLine.ts';

// A reader that closes early (wirebench ... | head) is not a failure, nor is a closed terminal.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') return;
    // A full disk. Whoever reads the report must not take a part of it for the whole.
    if (stream !== process.stderr)
      process.stderr.write(`The output could not be written: ${error.code ?? error.message}.\n`);
    process.exit(2);
  });
}

/** The entry of `wirebench` in a terminal. */
void commandLine(process.argv.slice(2), process).then((status) => {
  // Nothing should keep the process alive now. If something does, the exit status must not wait for it.
  process.exitCode = status;
});
