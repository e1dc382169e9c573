# expect: wrong-transport
# as: server.py
# told: It listens on
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5590))
server.listen()
while True:
    conn, client = server.accept()
    left, op, right = conn.recv(1024).decode().split()
    conn.sendall(str(int(left) + int(right)).encode())
    conn.close()
