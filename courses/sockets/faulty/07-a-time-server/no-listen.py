# expect: bound-not-listening
# as: tcp_time.py
# told: Invalid argument
import socket
from datetime import datetime

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5571))

while True:
    conn, address = server.accept()
    now = datetime.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    conn.sendall((now + "\n").encode())
    conn.close()
