# expect: listens-elsewhere
# as: server.py
# told: It listens on 127.0.0.1:
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5522))
server.listen()

while True:
    conn, address = server.accept()
    name = conn.recv(1024).decode().strip()
    conn.sendall(f"Hello, {name}!\n".encode())
    conn.close()
