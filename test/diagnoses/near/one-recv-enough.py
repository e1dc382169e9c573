# expect: wrong-value
# check: client
# One recv() got all that there was.
import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"hello\n")
print(s.recv(1000).decode().replace("l", "r"))
