# expect: misconception
# as: station.py
# told: 6552.1
import socket
import struct

ADDRESS = ("127.0.0.1", 5610)
REPORT = struct.Struct("!BHI")

station = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
station.bind(ADDRESS)

while True:
    report, sensor = station.recvfrom(1024)
    if len(report) == REPORT.size:
        number, tenths, count = REPORT.unpack(report)
        answer = f"{number}: {tenths / 10} C (report {count})"
    else:
        answer = "error"
    station.sendto(answer.encode(), sensor)
