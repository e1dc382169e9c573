from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ("127.0.0.1", 5631)

handler = partial(SimpleHTTPRequestHandler, directory="pages")
server = ThreadingHTTPServer(ADDRESS, handler)
server.serve_forever()
