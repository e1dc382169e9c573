# expect: http-lf-only
# check: client-http
import socket
import sys

s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
s.settimeout(1)
s.sendall(b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n")
print(s.recv(1000).decode())
