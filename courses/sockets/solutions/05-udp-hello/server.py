import socket

ADDRESS = ("127.0.0.1", 5550)

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(ADDRESS)

while True:
    data, address = server.recvfrom(2048)
    name = data.decode()
    server.sendto(f"Hello, {name}!".encode(), address)
