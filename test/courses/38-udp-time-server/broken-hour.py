# expect: received text has to be the time of its arrival
from socket import *
from datetime import datetime, timedelta
import sys

serverSocket = socket(AF_INET, SOCK_DGRAM)
serverSocket.bind(('', int(sys.argv[1])))
while True:
    message, clientAddress = serverSocket.recvfrom(2048)
    # A clock that goes an hour before the others.
    now = datetime.now() + timedelta(hours=1)
    serverSocket.sendto(str(now).encode(), clientAddress)
