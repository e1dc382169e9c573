# expect: reply-from-other-port
# check: udp
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
answers = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    data, address = s.recvfrom(2048)
    answers.sendto(data.upper(), address)
