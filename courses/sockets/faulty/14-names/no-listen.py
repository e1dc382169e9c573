# expect: bound-not-listening
# as: door.py
# told: ended (exit status 1)
import socket

ADDRESS = ("127.0.0.1", 5640)

door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.bind(ADDRESS)

while True:
    conn, client = door.accept()
    while conn.recv(1024):
        pass
    conn.close()
