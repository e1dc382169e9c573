# expect: client 4 (word = banana): received text has to be "6 b", but it is "6 b
import socket
import sys
import threading


def handle():
    word = c.recv(1024).decode().strip()
    c.send((str(len(word)) + " " + word[0]).encode())


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
while True:
    c, addr = server.accept()
    threading.Thread(target=handle).start()
