# expect: missing-newline
# as: server.py
# told: Hello, Ada!
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5520))
server.listen()

while True:
    conn, address = server.accept()
    name = conn.recv(1024).decode().strip()
    conn.sendall(f"Hello, {name}!".encode())
    conn.close()
