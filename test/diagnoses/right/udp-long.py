# check: udp-long
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    data, address = s.recvfrom(65535)
    s.sendto(data, address)
