/**
 * A program of Python 3.7 or newer that listens by debugpy, tells the port, waits for a debugger, and then runs what its arguments
 * say as `python` would: a file, `-m module` or `-c code`. debugpy's own command line does not tell a port that the system chose.
 * The first argument is the folder of the package. Docs: debugpy.listen, debugpy.wait_for_client; runpy in Python's documentation.
 */
export const debugpyLauncher = `
import os, runpy, sys
libraries, how, *rest = sys.argv[1:]
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
sys.path.insert(0, libraries)
import debugpy
sys.path.remove(libraries)
print("wirebench: debugpy listens on port %d" % debugpy.listen(("127.0.0.1", 0))[1], file=sys.stderr, flush=True)
debugpy.wait_for_client()
if how.startswith("-c"):
    code = how[2:] or rest.pop(0)
    sys.argv[:] = ["-c", *rest]
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
elif how.startswith("-m"):
    module = how[2:] or rest.pop(0)
    sys.argv[:] = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
else:
    sys.argv[:] = [how, *rest]
    sys.path[0] = os.path.dirname(os.path.abspath(how))
    runpy.run_path(how, run_name="__main__")
`.trim();
