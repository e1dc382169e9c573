# expect: client 1 (word = apple): received text has to be "apple", but it is ""
import socket
import sys
from threading import Thread

def serve():
    while True:
        import time; time.sleep(0.02)
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
    t = Thread(target=serve)
    t.start()
