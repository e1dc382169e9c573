import socket
import sys

# Started as:   names.py host NAME       prints the address of a host
#               names.py address ADDRESS prints the name of a host
#               names.py service NAME    prints the port of a service over TCP
#               names.py port NUMBER     prints the service of a port over TCP
# If the system does not know it, print "unknown".
question, value = sys.argv[1:]
print(value)
