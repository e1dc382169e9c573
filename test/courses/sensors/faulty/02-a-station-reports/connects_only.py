# expect: client-sent-nothing
# as: station.py
import socket
import sys

collector = socket.create_connection(("127.0.0.1", 6102))
for reading in sys.argv[1:]:
    print(reading.replace("=", " "))
collector.close()
