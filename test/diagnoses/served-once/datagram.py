# expect: served-once
# check: udp
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
data, address = s.recvfrom(100)
s.sendto(data.upper(), address)
