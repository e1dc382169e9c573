# expect: wrong-value
# check: capitals
# It has printed much, and waits.
import socket
import sys

for i in range(5000):
    print(i)
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    c.sendall(c.recv(100)[::-1])
    c.close()
