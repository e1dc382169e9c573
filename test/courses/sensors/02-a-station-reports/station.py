import sys

for reading in sys.argv[1:]:
    name, value = reading.split("=")
    print(name, value)
