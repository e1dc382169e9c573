# check: udp
import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, s = self.request
        s.sendto(data.upper(), self.client_address)


socketserver.UDPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
