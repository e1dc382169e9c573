# expect: bind() was never called
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("UDP server up and listening")
while True:
    message, address = server.recvfrom(1024)
    server.sendto(b"Hello UDP Client", address)
