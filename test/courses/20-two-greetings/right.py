from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(1)

while 1:
    connectionSocket, addr = serverSocket.accept()
    print('connected:', addr)
    connectionSocket.send('Hello Yourself'.encode())
    connectionSocket.send('Goodbye'.encode())
    connectionSocket.close()
