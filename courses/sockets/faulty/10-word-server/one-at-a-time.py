# expect: blocked-on-first-client
# as: server.py
# told: received text has to be
import socket

server = socket.socket()
server.bind(("127.0.0.1", 5600))
server.listen(5)
while True:
    conn, client = server.accept()
    word = conn.recv(1024).decode().strip()
    if word:
        conn.sendall(f"{len(word)} {word[0]}\n".encode())
    conn.close()
