# expect: messages-run-together
# as: lines.py
# told: has to be "3\n5\n4\n"
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5530))
server.listen()

while True:
    conn, address = server.accept()
    while data := conn.recv(1024):
        line = data.decode().split("\n")[0]
        conn.sendall(f"{len(line)}\n".encode())
    conn.close()
