# expect: output has to contain "https", but it is "The service on port 443 is unknown\n"
import socket
import sys

port = int(sys.argv[1])
try:
    # Not every service of TCP is one of UDP.
    name = socket.getservbyport(port, "sctp")
except OSError:
    name = "unknown"
print("The service on port", port, "is", name)
