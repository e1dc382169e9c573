# expect: wrong-value
# check: sum
# "11" is in "-11", and the minus is no extra text.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    c.recv(100)
    c.sendall(b"-11\n")
    c.close()
