# check: client-udp
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(2)
s.sendto(b"hello", ("127.0.0.1", int(sys.argv[1])))
print(s.recv(100).decode())
