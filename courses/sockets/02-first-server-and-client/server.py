import socket

ADDRESS = ("127.0.0.1", 5520)

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)

# 1. Let clients connect.
# 2. For ever: accept a client, receive its name, send the answer, close.
