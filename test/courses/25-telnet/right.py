# A very small telnet: it sends the lines that are typed, up to an empty one, and prints the answer.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))
print("Connected to", sys.argv[1])

while True:
    line = input()
    s.send((line + "\r\n").encode())
    if line == "":
        break

while True:
    data = s.recv(1024)
    if not data:
        break
    print(data.decode(), end="")
s.close()
