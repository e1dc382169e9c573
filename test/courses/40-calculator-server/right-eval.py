# Shorter, and a danger outside of a lab: eval runs whatever a stranger sends.
from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_DGRAM)
serverSocket.bind(('', int(sys.argv[1])))
while True:
    message, clientAddress = serverSocket.recvfrom(2048)
    serverSocket.sendto(str(eval(message)).encode(), clientAddress)
