# expect: received text has to differ from that of first
from socket import *
from datetime import datetime
import sys

serverSocket = socket(AF_INET, SOCK_DGRAM)
serverSocket.bind(('', int(sys.argv[1])))
now = str(datetime.now()).encode()
while True:
    message, clientAddress = serverSocket.recvfrom(2048)
    serverSocket.sendto(now, clientAddress)
