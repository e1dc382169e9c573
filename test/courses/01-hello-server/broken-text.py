# expect: TypeError in line 12 of broken-text.py, `c.send('hello')`: a bytes-like object is required, not 'str'
import socket, sys

s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1])
s.bind((host, port))
s.listen(5)
while True:
    c, addr = s.accept()
    print('Got connection from', addr)
    c.send('hello')
    c.close()
