import socket
from datetime import datetime

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5571))
server.listen()

while True:
    conn, address = server.accept()
    # Send the time and a line end, and close the connection.
