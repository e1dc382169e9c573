# expect: TypeError in line 13 of broken-time3-object.py, `clientsocket.send(datetime.now().time())`
import socket
import sys
from datetime import datetime

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)

while True:
    clientsocket, addr = s.accept()
    question = clientsocket.recv(1024)
    clientsocket.send(datetime.now().time())
    clientsocket.close()
