import socket
import sys

hostname = sys.argv[1]
ip = socket.gethostbyname(hostname)
print("The IP address of", hostname, "is", ip)
