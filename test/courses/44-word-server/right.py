import socket
import sys
import threading


def handle(conn, addr):
    word = conn.recv(1024).decode().strip()
    answer = str(len(word)) + " " + word[0]
    conn.send(answer.encode())
    conn.close()
    print("answered", addr)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
print("waiting for words")
while True:
    conn, addr = server.accept()
    t = threading.Thread(target=handle, args=(conn, addr))
    t.start()
