# expect: output has to contain "Goodbye", but it is "From server: Hello Yourself\n"
from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect(('127.0.0.1', int(sys.argv[1])))
first = clientSocket.recv(1024)
print('From server:', first.decode())
clientSocket.close()
