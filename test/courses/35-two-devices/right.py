import socket
import sys

# Empty: every address of this machine, so that the other computer can send here too.
localIP = ""
localPort = int(sys.argv[1])

UDPServerSocket = socket.socket(family=socket.AF_INET, type=socket.SOCK_DGRAM)
UDPServerSocket.bind((localIP, localPort))
print("UDP server up and listening")

while(True):
    message, address = UDPServerSocket.recvfrom(1024)
    print("Message from Client:{}".format(message))
    print("Client IP Address:{}".format(address))
    UDPServerSocket.sendto(str.encode("Hello UDP Client"), address)
