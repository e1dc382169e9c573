# expect: closed-early
# as: door.py
# told: closed has to be
import socketserver


class Door(socketserver.BaseRequestHandler):
    def handle(self):
        print("a guest", self.client_address)


socketserver.TCPServer(("127.0.0.1", 5640), Door).serve_forever()
