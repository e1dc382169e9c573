# check: long
import socket
import sys
import threading


def serve(c):
    while data := c.recv(4096):
        c.sendall(data)
    c.close()


s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
