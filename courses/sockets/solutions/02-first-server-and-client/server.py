import socket

ADDRESS = ("127.0.0.1", 5520)

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)
server.listen()

while True:
    conn, address = server.accept()
    name = conn.recv(1024).decode().strip()
    conn.sendall(f"Hello, {name}!\n".encode())
    conn.close()
