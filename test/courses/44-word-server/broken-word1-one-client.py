# expect: server ended (exit status 0)
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
conn, addr = server.accept()
word = conn.recv(1024).decode().strip()
conn.send((str(len(word)) + " " + word[0]).encode())
conn.close()
