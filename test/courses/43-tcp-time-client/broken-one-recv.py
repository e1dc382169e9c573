# expect: output has to contain "12:34:56.789012", but it is "The time got from the server is 12:34\n"
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[1])))
s.send(b"time")
answer = s.recv(1024)
s.close()
print("The time got from the server is %s" % answer.decode("ascii"))
