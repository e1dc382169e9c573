import socket
import sys

s = socket.socket()
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
c, a = s.accept()
c.recv(1024)
