# expect: AttributeError in line 8 of broken-own.py, `self.wfile.write(page.encode())`
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        page = open('www/page.html', 'rb').read()
        self.wfile.write(page.encode())

HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
