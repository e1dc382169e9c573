# expect: request blank line has to be true, but it is false
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))

while True:
    line = input()
    if line == "":
        break
    s.send((line + "\r\n").encode())

while True:
    data = s.recv(1024)
    if not data:
        break
    print(data.decode(), end="")
s.close()
