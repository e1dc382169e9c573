# check: client-big
import socket
import sys

s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
while data := s.recv(1024):
    print(data.decode())
