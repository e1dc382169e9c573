# expect: status has to be "200", but it is 404
import runpy
import sys

# A folder too high: no page.html in it.
sys.argv = ['http.server', sys.argv[1], '--bind', '127.0.0.1']
runpy.run_module('http.server', run_name='__main__')
