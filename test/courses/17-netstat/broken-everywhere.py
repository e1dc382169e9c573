# expect: ?? sockets any address == 127.0.0.1:
import socket
import sys

s = socket.socket()
s.bind(("0.0.0.0", int(sys.argv[1])))
s.listen()
s.accept()
s.recv(1024)
