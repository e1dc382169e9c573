# expect: listens-elsewhere
# as: files.py
# told: It listens on 127.0.0.1:
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ("127.0.0.1", 5632)

handler = partial(SimpleHTTPRequestHandler, directory="pages")
server = ThreadingHTTPServer(ADDRESS, handler)
server.serve_forever()
