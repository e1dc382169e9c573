# expect: repr-of-bytes
# as: server.py
# told: Hello, b'Ada
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5520))
server.listen()

while True:
    conn, address = server.accept()
    name = conn.recv(1024)
    conn.sendall(("Hello, " + str(name.strip()) + "!\n").encode())
    conn.close()
