# expect: crashed
# check: sum
import socket
import sys
import threading


def serve(c):
    x = c.recv(100).decode()
    c.sendall(str(int(x[0]) + int(x[2])).encode())


s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
