# check: udp
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    data, address = s.recvfrom(2048)
    s.sendto(data.upper(), address)
