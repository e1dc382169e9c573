# expect: wrong-value
# check: capitals
# The beginning of what was expected, from a buffer that was large enough.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    data = c.recv(1024)
    c.sendall(data.upper()[:3] + b"\n")
    c.close()
