# expect: served-once
# as: server.py
# told: server ended (exit status 0)
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5520))
server.listen()

conn, address = server.accept()
name = conn.recv(1024).decode().strip()
conn.sendall(f"Hello, {name}!\n".encode())
conn.close()
