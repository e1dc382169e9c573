# expect: repr-of-bytes
# as: text.py
# told: b'caf'
import sys

word = sys.argv[1]
data = word.encode("utf-8")

print(len(word))
print(len(data))
print(data.hex())
print(word.encode("ascii", "ignore"))
print(word.encode("ascii", "replace").decode())
try:
    word.encode("ascii", "strict")
    print("ASCII can")
except UnicodeEncodeError:
    print("ASCII cannot")
