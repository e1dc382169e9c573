# expect: OSError in line 5 of broken-name.py, `print(name, socket.getservbyname(name))`: service/proto not found
import socket

for name in ['http', 'https', 'ssh', 'dns']:
    print(name, socket.getservbyname(name))
