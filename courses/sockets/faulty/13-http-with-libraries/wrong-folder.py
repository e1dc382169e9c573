# expect: misconception
# as: files.py
# told: has to contain
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ("127.0.0.1", 5631)

handler = partial(SimpleHTTPRequestHandler, directory=".")
server = ThreadingHTTPServer(ADDRESS, handler)
server.serve_forever()
