# expect: did-not-close
# as: tcp_time.py
# told: closed has to be
import socket
from datetime import datetime

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5571))
server.listen()

clients = []
while True:
    conn, address = server.accept()
    now = datetime.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    conn.sendall((now + "\n").encode())
    clients.append(conn)
