import socket
import sys
from threading import Thread

def serve(c):
    while True:
        data = c.recv(1024)
        if not data:
            break
        c.sendall(data)
    c.close()

s = socket.socket()
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, addr = s.accept()
    t = Thread(target=serve, args=(c,))
    t.start()
