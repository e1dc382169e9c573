# expect: received text has to begin with "3 é", but it is "4 é"
import socket
import sys
import threading


def handle(conn):
    word = conn.recv(1024).decode()
    conn.send((str(len(word)) + " " + word[0]).encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
while True:
    conn, addr = server.accept()
    threading.Thread(target=handle, args=(conn,)).start()
