# expect: closed has to be one of "closed, reset", but it is "no"
import socket
import sys
from datetime import datetime

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
clients = []

while True:
    clientsocket, addr = s.accept()
    question = clientsocket.recv(1024)
    clientsocket.send(str(datetime.now().time()).encode())
    clients.append(clientsocket)
