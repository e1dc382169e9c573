# expect: AttributeError in line 7 of broken-pair.py, `conn.close()`: 'tuple' object has no attribute 'close'
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen()
conn = s.accept()
conn.close()
