# expect: received text has to begin with "3 é", but it is ""
# expect on linux: server has accepted a client and has not read the bytes that it sent.
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)

clients = []
while len(clients) < 4:
    conn, addr = server.accept()
    clients.append(conn)
for conn in clients:
    word = conn.recv(1024).decode().strip()
    conn.send((str(len(word)) + " " + word[0]).encode())
    conn.close()
