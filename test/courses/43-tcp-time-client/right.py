import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[1])))
s.send(b"time")
answer = ""
while True:
    data = s.recv(1024)
    if len(data) == 0:
        break
    answer = answer + data.decode("ascii")
s.close()
print("The time got from the server is %s" % answer)
