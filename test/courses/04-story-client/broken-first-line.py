# expect: ?? received bytes == 4200
import socket
import sys

HOST = '127.0.0.1'
PORT = int(sys.argv[1])

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((HOST, PORT))
    f = open('story.txt')
    story = f.readline()
    s.sendall(story.encode('utf-8'))
