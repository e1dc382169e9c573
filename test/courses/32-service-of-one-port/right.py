import socket
import sys

port = int(sys.argv[1])
print("The service on port", port, "is", socket.getservbyport(port))
