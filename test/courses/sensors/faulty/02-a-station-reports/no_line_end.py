# expect: misconception
# as: station.py
# told: The lines have no ends
import socket
import sys

with socket.create_connection(("127.0.0.1", 6102)) as collector:
    for reading in sys.argv[1:]:
        collector.sendall(reading.replace("=", " ").encode())
