# expect: bytes-expected
# as: collector.py
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 6101))
while True:
    data, station = sock.recvfrom(1024)
    name, value = data.decode().split()
    sock.sendto("stored " + name, station)
