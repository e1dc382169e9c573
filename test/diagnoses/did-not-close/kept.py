# expect: did-not-close
# check: once
import socket
import sys
import threading

open_clients = []


def serve(c):
    c.sendall(c.recv(100))
    open_clients.append(c)


s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
