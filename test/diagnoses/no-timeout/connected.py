# expect: no-timeout
# check: client-lossy
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(("127.0.0.1", int(sys.argv[1])))
for i in range(3):
    s.send(b"ping %d" % i)
    print(s.recv(100))
