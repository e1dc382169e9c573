import socket

SERVER = ("127.0.0.1", 5521)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(SERVER)
client.sendall("Ada\n".encode())
answer = client.recv(1024)
print(answer.decode().strip())
client.close()
