# expect: http-no-length
# check: http
import socket
import sys
import threading


def serve(c):
    c.recv(1000)
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhi")
    c.recv(1000)


s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
