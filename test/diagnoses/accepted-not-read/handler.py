# expect: accepted-not-read
# check: echo
import socketserver
import sys
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        time.sleep(1000)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
