# expect: misconception
# as: decoder.py
# told: Frost became heat
import socket
import struct

KINDS = ["temp", "wind"]

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 6103))
while True:
    data, sender = sock.recvfrom(1024)
    station, kind, value = struct.unpack(">HBH", data)
    sock.sendto(f"station {station}: {KINDS[kind]} {value / 10}".encode(), sender)
