# expect: crashed
# check: sum
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    a, op, b = c.recv(100).decode()[0:3]
    c.sendall(str(int(a) + int(b)).encode())
