# expect: wrong-value
# check: http
# The lines end with \n alone, and the status is wrong too.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    c.recv(4096)
    c.sendall(b"HTTP/1.1 404 Not Found\nContent-Length: 2\n\nho")
    c.close()
