# expect: crashed
# as: station.py
# told: unpack requires
import socket
import struct

ADDRESS = ("127.0.0.1", 5610)
REPORT = struct.Struct("!BhI")

station = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
station.bind(ADDRESS)

while True:
    report, sensor = station.recvfrom(1024)
    if report:
        number, tenths, count = REPORT.unpack(report)
        answer = f"{number}: {tenths / 10} C (report {count})"
    else:
        answer = "error"
    station.sendto(answer.encode(), sensor)
