from socket import *
from datetime import datetime
import sys

serverSocket = socket(AF_INET, SOCK_DGRAM)
serverSocket.bind(('', int(sys.argv[1])))
print("The server is ready to receive")
while True:
    message, clientAddress = serverSocket.recvfrom(2048)
    now = datetime.now()
    serverSocket.sendto(str(now).encode(), clientAddress)
