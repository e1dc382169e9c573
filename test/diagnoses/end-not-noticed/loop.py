# expect: end-not-noticed
# check: client-ends
import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
text = b""
while b"The end" not in text:
    text += s.recv(100)
print(text.decode())
