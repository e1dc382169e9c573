import socket
import sys

word = sys.argv[2]
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", int(sys.argv[1])))
client.send(word.encode())
answer = client.recv(1024)
print("The answer is", answer.decode())
client.close()
