import socket
import sys

with socket.create_connection(("127.0.0.1", 6102)) as collector:
    for reading in sys.argv[1:]:
        name, value = reading.split("=")
        collector.sendall(f"{name} {value}\n".encode())
