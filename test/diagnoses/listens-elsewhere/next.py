# expect: listens-elsewhere
# check: echo
import socketserver
import sys


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1]) + 1 if int(sys.argv[1]) < 65535 else 1025), Handler).serve_forever()
