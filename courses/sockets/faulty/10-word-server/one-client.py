# expect: served-once
# as: server.py
# told: server ended (exit status 0)
import socket

server = socket.socket()
server.bind(("127.0.0.1", 5600))
server.listen(5)
conn, client = server.accept()
word = conn.recv(1024).decode().strip()
conn.sendall(f"{len(word)} {word[0]}\n".encode())
conn.close()
