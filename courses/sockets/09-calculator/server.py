import socket

ADDRESS = ("127.0.0.1", 5590)

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(ADDRESS)

while True:
    question, client = server.recvfrom(1024)
    # 1. Make text of the question, and split it into its parts.
    # 2. Calculate.
    # 3. Send the result back as bytes. Until then, the question itself goes back.
    server.sendto(question, client)
