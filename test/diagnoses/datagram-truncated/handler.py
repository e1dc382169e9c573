# expect: datagram-truncated
# check: udp-long
import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, s = self.request
        s.sendto(data, self.client_address)


class Server(socketserver.UDPServer):
    max_packet_size = 512


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
