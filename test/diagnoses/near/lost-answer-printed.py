# expect: wrong-value
# check: client-udp
# No timeout, but an answer came.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"hello", ("127.0.0.1", int(sys.argv[1])))
print(s.recvfrom(2048)[0].decode().replace("l", "r"))
