# expect: (TCP), not on 127.0.0.1:
import socket, sys

s = socket.socket()
host = socket.gethostname()
s.bind((host, 0))

s.listen(5)
while True:
    c, addr = s.accept()
    print('Got connection from', addr)
    c.send(b'hello')
    c.close()
