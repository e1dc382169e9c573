# expect: http-no-blank-line
# check: client-http
import socket
import sys

s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
s.settimeout(1)
s.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
try:
    print(s.recv(1000).decode())
except TimeoutError:
    print("no answer")
