import socket

ADDRESS = ("127.0.0.1", 5610)

station = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
station.bind(ADDRESS)

while True:
    report, sensor = station.recvfrom(1024)
    # 1. If the report does not have seven bytes, answer "error".
    # 2. Unpack the three numbers.
    # 3. Answer with a text such as "3: 21.5 C (report 1000)".
    station.sendto(report, sensor)
