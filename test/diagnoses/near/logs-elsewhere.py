# expect: wrong-value
# check: udp
# It sends a copy to a fixed address, and its answer goes to the client.
import socket
import sys

LOG = ("127.0.0.1", 9)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    data, address = s.recvfrom(2048)
    s.sendto(data[::-1], address)
    s.sendto(data, LOG)
