# expect: ", but it is "0.0.0.0:
import socket
import sys

s = socket.socket()
s.bind(("0.0.0.0", int(sys.argv[1])))
s.listen()
c, a = s.accept()
c.recv(1024)
