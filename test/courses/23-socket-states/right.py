import socket
import sys

c = socket.socket()
c.connect(("127.0.0.1", int(sys.argv[1])))
print(c.recv(1024).decode())
c.recv(1024)
