import socket

ADDRESS = ("127.0.0.1", 5550)

# SOCK_DGRAM makes a socket for datagrams.
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(ADDRESS)

# For ever: receive a datagram, and send the answer to the address that it came from.
