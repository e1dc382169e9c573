import socket
import sys

clientSocket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
clientSocket.sendto("What time is it?".encode(), ("127.0.0.1", int(sys.argv[1])))
modifiedMessage, serverAddress = clientSocket.recvfrom(2048)
print("Server time:", modifiedMessage.decode())
clientSocket.close()
