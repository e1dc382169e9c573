import socket

ADDRESS = ("127.0.0.1", 5640)

door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.bind(ADDRESS)

# 1. Let clients connect.
# 2. Accept one, and keep it until it closes.
door.recv(1)
