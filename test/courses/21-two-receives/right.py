from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect(('127.0.0.1', int(sys.argv[1])))
first = clientSocket.recv(1024)
print('From server:', first.decode())
second = clientSocket.recv(1024)
print('From server:', second.decode())
clientSocket.close()
