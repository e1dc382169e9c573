# The same as: python -m http.server 9000 --bind 127.0.0.1 --directory www
import runpy
import sys

sys.argv = ['http.server', sys.argv[1], '--bind', '127.0.0.1', '--directory', 'www']
runpy.run_module('http.server', run_name='__main__')
