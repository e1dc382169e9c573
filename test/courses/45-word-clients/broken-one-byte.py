# expect: output has to contain "apple: 5 characters, first a", but it is "The answer is appl
import socket
import sys

word = sys.argv[2]
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", int(sys.argv[1])))
client.send(word.encode())
# As many bytes as were sent, as for an echo.
answer = client.recv(len(word))
print("The answer is", answer.decode())
client.close()
