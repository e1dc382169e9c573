# expect: misconception
# as: server.py
# told: received text has to be
import socket
import threading

members = {}  # the name of each connection


def talk(conn):
    lines = conn.makefile("r", encoding="utf-8")
    name = lines.readline().strip()
    members[conn] = name
    conn.sendall(f"welcome {name}\n".encode())
    for line in lines:
        for other in list(members):
            if other is not conn:
                other.sendall(line.encode())
    del members[conn]
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5580))
server.listen()

while True:
    conn, address = server.accept()
    threading.Thread(target=talk, args=(conn,)).start()
