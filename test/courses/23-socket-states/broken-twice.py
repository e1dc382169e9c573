# expect: connections has to be "1", but it is 2
import socket
import sys

for i in range(2):
    c = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    last = c
    text = c.recv(1024).decode()
print(text)
c.recv(1024)
