# expect: no-timeout
# check: client-lossy
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"ping", ("127.0.0.1", int(sys.argv[1])))
data, address = s.recvfrom(100)
print(data)
