# expect: did not end within 2 s
from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect(('127.0.0.1', int(sys.argv[1])))
while True:
    data = clientSocket.recv(1024)
    if len(data) > 0:
        print('From server:', data.decode())
