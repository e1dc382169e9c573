# expect: wrong-value
# check: lines
# Two answers came to two messages, and one of them is wrong.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    for line in c.makefile("r"):
        c.sendall(f"{len(line)}\n".encode())
    c.close()
