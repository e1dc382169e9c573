# expect: wrong-transport
# as: server.py
# told: TCP
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5550))
server.listen()

while True:
    conn, address = server.accept()
    conn.sendall(b"Hello, " + conn.recv(2048) + b"!")
    conn.close()
