# expect: crashed
# as: server.py
# told: has to be
import socket
import threading


def talk():
    while data := conn.recv(1024):
        text = data.decode().strip()
        conn.sendall(f"{text[::-1]}\n".encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5540))
server.listen()

while True:
    conn, address = server.accept()
    threading.Thread(target=talk).start()
