# expect: floods
# check: echo
import socket
import sys
import threading


def serve(c):
    data = c.recv(100)
    while True:
        c.sendall(data * 1000)


s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
