# expect: ?? closed matches closed|reset
import socket, sys

s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1])
s.bind((host, port))
s.listen(5)
clients = []
while True:
    c, addr = s.accept()
    clients.append(c)
    print('Got connection from', addr)
    c.send(b'hello')
