# expect: received text has to be "time", but it is ""
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[1])))
answer = b""
while True:
    data = s.recv(1024)
    if not data:
        break
    answer += data
print("The time got from the server is %s" % answer.decode("ascii"))
