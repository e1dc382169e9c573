# expect: misconception
# as: udp_time.py
# told: received text
import socket
from datetime import datetime

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5570))

now = datetime.now().strftime("%Y-%m-%d %H:%M:%S.%f")

while True:
    data, address = server.recvfrom(2048)
    server.sendto(now.encode(), address)
