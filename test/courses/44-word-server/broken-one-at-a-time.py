# expect: client 4 (word = banana): received text has to be "6 b", but it is ""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
while True:
    conn, addr = server.accept()
    # The next client waits here until this one has sent its word.
    word = conn.recv(1024).decode().strip()
    if word:
        conn.send((str(len(word)) + " " + word[0]).encode())
    conn.close()
