from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ("127.0.0.1", 5631)

# BaseHTTPRequestHandler reads requests and knows no files.
# The module http.server has another handler, which serves a folder. Give it the folder "pages".
server = ThreadingHTTPServer(ADDRESS, BaseHTTPRequestHandler)
server.serve_forever()
