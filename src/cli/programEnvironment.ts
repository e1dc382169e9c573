/**
 * The variables of the environment that programs under check get, by name or by their beginning (`LC_*`). All others stay with the
 * person or the service that runs the check: a token of a CI system is nothing for a student's program.
 */
const passing = {
  'where programs are found': ['PATH', 'PATHEXT', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SHELL', 'COMSPEC'],
  'the person and the folders': ['HOME', 'USER', 'LOGNAME', 'USERNAME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH'],
  'temporary files': ['TMPDIR', 'TMP', 'TEMP', 'XDG_RUNTIME_DIR'],
  'language and time': ['LANG', 'LANGUAGE', 'LC_*', 'TZ', '__CF_USER_TEXT_ENCODING'],
  Windows: [
    'SYSTEMROOT',
    'SYSTEMDRIVE',
    'WINDIR',
    'APPDATA',
    'LOCALAPPDATA',
    'PROGRAMDATA',
    'PROGRAMFILES*',
    'PROCESSOR_*',
  ],
  'programming languages': [
    ...[
      'PYTHONPATH',
      'PYTHONHOME',
      'VIRTUAL_ENV',
      'PYENV_ROOT',
      'PYENV_VERSION',
      'CONDA_PREFIX',
      'JAVA_HOME',
      'NODE_PATH',
      'GOROOT',
      'GOPATH',
    ],
    ...['CARGO_HOME', 'RUSTUP_HOME', 'DOTNET_ROOT', 'NUMBER_OF_PROCESSORS'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const patterns: readonly string[] = Object.values(passing).flat();

/** `more`: names that the command line adds. Upper and lower case make no difference, as on Windows. */
function passes(name: string, more: readonly string[]): boolean {
  const own = name.toUpperCase();
  return [...patterns, ...more].some((pattern) =>
    pattern.endsWith('*') ? own.startsWith(pattern.slice(0, -1).toUpperCase()) : own === pattern.toUpperCase(),
  );
}

/** Takes all other variables out of the environment of this process: programs are started with what is left. */
export function keepOnlyPassing(environment: NodeJS.ProcessEnv, more: readonly string[]): void {
  for (const name of Object.keys(environment)) if (!passes(name, more)) Reflect.deleteProperty(environment, name);
}
