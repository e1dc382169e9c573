# expect: server ended (exit status 0)
from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(1)

connectionSocket, addr = serverSocket.accept()
print('connected:', addr)
connectionSocket.send('Hello Yourself'.encode())
connectionSocket.send('Goodbye'.encode())
connectionSocket.close()
