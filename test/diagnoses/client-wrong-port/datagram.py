# expect: client-wrong-port
# check: client-udp
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.3)
s.sendto(b"hello", ("127.0.0.1", 9))
try:
    print(s.recv(100).decode())
except OSError:
    print("no answer")
