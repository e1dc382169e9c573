# expect: misconception
# as: lines.py
# told: has to be "3\n11\n"
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5530))
server.listen()

while True:
    conn, address = server.accept()
    while data := conn.recv(4096):
        for line in data.decode().splitlines():
            conn.sendall(f"{len(line)}\n".encode())
    conn.close()
