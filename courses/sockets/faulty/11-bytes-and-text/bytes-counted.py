# expect: misconception
# as: text.py
# told: output has to begin
import sys

word = sys.argv[1]
data = word.encode("utf-8")

print(len(data))
print(len(data))
print(data.hex())
print(word.encode("ascii", "ignore").decode())
print(word.encode("ascii", "replace").decode())
try:
    word.encode("ascii", "strict")
    print("ASCII can")
except UnicodeEncodeError:
    print("ASCII cannot")
