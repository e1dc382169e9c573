# expect: missing-newline
# as: server.py
# told: received text has to be
import socketserver


class Words(socketserver.StreamRequestHandler):
    def handle(self):
        word = self.rfile.readline().decode().strip()
        if word:
            self.wfile.write(f"{len(word)} {word[0]}".encode())


socketserver.ThreadingTCPServer(("127.0.0.1", 5600), Words).serve_forever()
