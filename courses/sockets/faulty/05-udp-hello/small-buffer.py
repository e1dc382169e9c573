# expect: datagram-truncated
# as: server.py
# told: Wolfeschlegel
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5550))

while True:
    data, address = server.recvfrom(16)
    server.sendto(b"Hello, " + data + b"!", address)
