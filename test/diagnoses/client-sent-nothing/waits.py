# expect: client-sent-nothing
# check: client
import socket
import sys

s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
print(s.recv(100).decode())
