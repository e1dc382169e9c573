# expect: TypeError in line 8 of broken-echo2-text.py, `client.send("hello")`
import socket
import sys

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
client, address = server.accept()
client.recv(1024)
client.send("hello")
