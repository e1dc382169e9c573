# expect: one-recv-assumed
# check: client-big
import socket
import sys

s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
print(s.recv(1024).decode())
s.close()
