# expect: TypeError in line 5 of broken-text.py
import socket

for port in ["80", "25"]:
    print("Port: %s => service name: %s" % (port, socket.getservbyport(port, 'tcp')))
