"""Python's socketserver: every datagram back to where it came from."""
import socketserver


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        data, socket = self.request
        socket.sendto(data, self.client_address)


class Server(socketserver.UDPServer):
    max_packet_size = 65536


with Server(("127.0.0.1", 0), Echo) as server:
    print("port", server.server_address[1], flush=True)
    server.serve_forever()
