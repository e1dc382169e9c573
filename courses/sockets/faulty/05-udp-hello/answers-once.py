# expect: served-once
# as: server.py
# told: ended (exit status 0)
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5550))

data, address = server.recvfrom(2048)
server.sendto(b"Hello, " + data + b"!", address)
