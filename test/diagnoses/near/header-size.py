# expect: wrong-value
# check: number
# recv(4) reads a header, and the answer has four bytes by chance.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    c.recv(4)
    c.sendall(b"\x01\x02\x03\x04")
    c.close()
