# expect: received text has to begin with "3 é", but it is "5 195"
import socket
import sys
import threading


def handle(conn):
    word = conn.recv(1024).strip()
    conn.send((str(len(word)) + " " + str(word[0])).encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
while True:
    conn, addr = server.accept()
    threading.Thread(target=handle, args=(conn,)).start()
