# expect: reply-to-wrong-peer
# as: server.py
# told: received text
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5550))

while True:
    data, address = server.recvfrom(2048)
    server.sendto(b"Hello, " + data + b"!", ("127.0.0.1", 5552))
